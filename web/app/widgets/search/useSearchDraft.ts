import { type KeyboardEvent, useRef, useState } from 'react';
import { useKeys } from '../../ui/useKeys';
import { remember } from './history';
import type { Suggestion } from './suggestions';
import { accept, spotAt } from './terms';
import { type SearchIn, useSuggestions } from './useSuggestions';

/** What is typed and not yet searched for, and what may come next. */
export function useSearchDraft(
  of: SearchIn,
  project: number | undefined,
  value: string,
  onSearch: (text: string) => void,
) {
  const input = useRef<HTMLInputElement>(null);
  const mirror = useRef<HTMLDivElement>(null);
  const [draft, setDraft] = useState({ text: value, of: value });
  const [cursor, setCursor] = useState(0);
  const [focused, setFocused] = useState(false);
  const [active, setActive] = useState(-1);
  // The search changed by other means: a link, a view, the back button.
  if (draft.of !== value) setDraft({ text: value, of: value });
  const { text } = draft;
  const spot = spotAt(text, cursor);
  const items = useSuggestions(of, project, text, spot, focused);
  const open = focused && items.length > 0;
  useKeys({ '/': () => input.current?.select() });

  const search = (wanted: string) => {
    const settled = wanted.trim();
    remember(of, settled);
    setFocused(false);
    setActive(-1);
    setDraft({ text: settled, of: value });
    if (settled !== value) onSearch(settled);
  };
  const put = (next: { text: string; cursor: number }) => {
    setDraft({ text: next.text, of: value });
    setCursor(next.cursor);
    setActive(-1);
    requestAnimationFrame(() => input.current?.setSelectionRange(next.cursor, next.cursor));
  };
  const pick = (item: Suggestion) => {
    input.current?.focus();
    if (item.kind === 'search') search(item.word);
    else put(accept(text, spot, item.word));
  };
  const hide = () => {
    setFocused(false);
    setActive(-1);
  };

  // Says whether the key was for us.
  const take = (key: string): boolean => {
    const chosen = items[active];
    switch (key) {
      case 'ArrowDown':
        if (open) setActive((active + 1) % items.length);
        else setFocused(true);
        return true;
      case 'ArrowUp':
        if (open) setActive(active <= 0 ? items.length - 1 : active - 1);
        return open;
      case 'Enter':
        if (open && chosen) pick(chosen);
        else search(text);
        return true;
      case 'Tab': {
        const likely = chosen ?? (text === '' ? undefined : items[0]);
        if (open && likely) pick(likely);
        return open && likely !== undefined;
      }
      case 'Escape':
        if (open) hide();
        else input.current?.blur();
        return true;
    }
    return false;
  };
  const press = (event: KeyboardEvent) => {
    if (!event.shiftKey && !event.nativeEvent.isComposing && take(event.key)) event.preventDefault();
  };

  return {
    input,
    mirror,
    text,
    spot,
    items,
    open,
    active,
    press,
    pick,
    hide,
    show: () => setFocused(true),
    moveTo: setCursor,
    clear: () => {
      setDraft({ text: '', of: value });
      if (value !== '') onSearch('');
      input.current?.focus();
    },
    type: (next: string, at: number) => {
      setDraft({ text: next, of: value });
      setCursor(at);
      setActive(-1);
      setFocused(true);
    },
    follow: () => {
      if (mirror.current && input.current) mirror.current.scrollLeft = input.current.scrollLeft;
    },
  };
}
