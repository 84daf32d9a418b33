import type { SuggestionKeyDownProps, SuggestionOptions, SuggestionProps } from '@tiptap/suggestion';
import { useRef, useState } from 'react';
import type { PersonToAssign } from '../inbox/people';

interface Open {
  people: PersonToAssign[];
  active: number;
  at: { left: number; top: number };
  pick: (person: PersonToAssign) => void;
}

const most = 8;

/** The list of people that opens at an "@" in the editor. */
export function useMentionList(people: PersonToAssign[]) {
  const [open, setOpen] = useState<Open>();
  // The editor is made once and asks through these for what is there now.
  const everybody = useRef(people);
  everybody.current = people;
  const now = useRef<Open | undefined>(undefined);
  const show = (next: Open | undefined) => {
    now.current = next;
    setOpen(next);
  };
  const shown = (props: SuggestionProps<PersonToAssign>): Open => {
    const box = props.clientRect?.();
    return {
      people: props.items,
      active: 0,
      at: { left: box?.left ?? 0, top: (box?.bottom ?? 0) + 4 },
      pick: (person) => props.command({ id: String(person.id), label: person.name || person.email }),
    };
  };
  const press = ({ event }: SuggestionKeyDownProps): boolean => {
    const list = now.current;
    if (!list || list.people.length === 0) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      const active = (list.active + step + list.people.length) % list.people.length;
      show({ ...list, active });
      return true;
    }
    const chosen = list.people[list.active];
    if ((event.key === 'Enter' || event.key === 'Tab') && chosen) {
      list.pick(chosen);
      return true;
    }
    return false;
  };
  const suggestion: Partial<SuggestionOptions<PersonToAssign>> = {
    items: ({ query }) => {
      const wanted = query.toLowerCase();
      return everybody.current
        .filter((p) => `${p.name} ${p.email}`.toLowerCase().includes(wanted))
        .slice(0, most);
    },
    render: () => ({
      onStart: (props) => show(shown(props)),
      onUpdate: (props) => show(shown(props)),
      onKeyDown: press,
      onExit: () => show(undefined),
    }),
  };
  return { open, suggestion };
}
