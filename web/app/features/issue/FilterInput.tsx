import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { useRef, useState } from 'react';
import { Keys } from '../../ui/Keys';
import { useKeys } from '../../ui/useKeys';
import type { InboxSearch } from './search';

const settleMs = 250;

/** Filters the list by words; the address follows when typing pauses. */
export function FilterInput({ search }: { search: InboxSearch }) {
  const input = useRef<HTMLInputElement>(null);
  const navigate = useNavigate();
  const wanted = search.query ?? '';
  const [draft, setDraft] = useState({ text: wanted, of: wanted });
  // The address changed by other means: a link, the back button.
  if (draft.of !== wanted) setDraft({ text: wanted, of: wanted });

  const commit = useDebouncedCallback((text: string) => {
    const query = text.trim() || undefined;
    void navigate({ to: '/issues', search: { ...search, query }, replace: true, resetScroll: false });
  }, settleMs);
  const type = (text: string) => {
    setDraft({ ...draft, text });
    commit(text);
  };
  useKeys({ '/': () => input.current?.select() });

  return (
    <TextInput
      ref={input}
      aria-label="Filter issues"
      placeholder="Filter by title, place or id"
      leftSection={<Search size={15} />}
      rightSection={
        draft.text ? <CloseButton size="sm" aria-label="Clear" onClick={() => type('')} /> : <Keys keys="/" />
      }
      value={draft.text}
      onChange={(event) => type(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.blur();
      }}
    />
  );
}
