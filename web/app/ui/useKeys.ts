import { useEffect, useEffectEvent } from 'react';

/** What keys do: 'e', '?', '[', 'Escape', or two in a row: 'g i'. */
export type KeyMap = Record<string, (event: KeyboardEvent) => void>;

const sequenceMs = 900;
const leader = 'g';

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    /^(input|textarea|select)$/i.test(target.tagName) ||
    !!target.closest('[role=dialog],[role=menu]')
  );
}

/** Follows plain keys on the whole page; never steals them from inputs, dialogs or the browser. */
export function useKeys(keys: KeyMap) {
  const act = useEffectEvent((event: KeyboardEvent, before: string) => {
    // After a leader, the key is the second half of a sequence and never an action of its own.
    const found = keys[before === leader ? `${leader} ${event.key}` : event.key];
    // Enter belongs to the link or button that has the focus.
    if (
      !found ||
      (event.key === 'Enter' && event.target instanceof Element && event.target.closest('a,button'))
    )
      return;
    event.preventDefault();
    found(event);
  });
  // Keys arrive at the window: a browser API.
  useEffect(() => {
    let before = { key: '', at: 0 };
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))
        return;
      const recent = event.timeStamp - before.at < sequenceMs ? before.key : '';
      before = { key: event.key, at: event.timeStamp };
      act(event, recent);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}
