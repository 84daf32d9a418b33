import { Modal, TextInput } from '@mantine/core';
import { UserRoundX } from 'lucide-react';
import { type KeyboardEvent, useId, useState } from 'react';
import { count } from '../../../text/number';
import { PersonMark } from '../../../widgets/PersonMark';
import classes from './AssignDialog.module.css';
import { type Choice, choicesFor } from './people';
import { usePeople } from './usePeople';
import type { TriageHandle } from './useTriage';

interface PeopleListProps {
  id: string;
  choices: Choice[];
  active: number;
  onPick: (choice: Choice) => void;
}

function PeopleList({ id, choices, active, onPick }: PeopleListProps) {
  return (
    <div id={id} role="listbox" aria-label="People" className={classes.list}>
      {choices.map((choice, i) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the option that is active
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field takes the keys
        <div
          key={choice.id ?? 0}
          id={`${id}-${i}`}
          role="option"
          aria-selected={i === active}
          className={classes.option}
          ref={i === active ? (el) => el?.scrollIntoView({ block: 'nearest' }) : undefined}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onPick(choice)}
        >
          {choice.id === null ? (
            <span className={classes.nobody}>
              <UserRoundX size={15} aria-hidden />
            </span>
          ) : (
            <PersonMark name={choice.name} />
          )}
          <span>{choice.label}</span>
          {choice.email && <span className="muted">{choice.email}</span>}
        </div>
      ))}
      {choices.length === 0 && <p className={`muted ${classes.none}`}>Nobody of that name can see this.</p>}
    </div>
  );
}

/** Asks who is to take care of the issues: type a part of the name, Enter takes the first. */
export function AssignDialog({ triage }: { triage: TriageHandle }) {
  const { target, run, close } = triage;
  const id = useId();
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const projects = new Set(target.issues.map((i) => i.project_id));
  const { people, me } = usePeople(projects.size === 1 && !target.whole ? [...projects][0] : undefined);
  const choices = choicesFor(people, me, typed);
  const pick = (choice: Choice) => run({ assignee: choice.id });
  const press = (event: KeyboardEvent) => {
    const chosen = choices[active];
    if (event.key === 'ArrowDown') setActive(Math.min(active + 1, choices.length - 1));
    else if (event.key === 'ArrowUp') setActive(Math.max(active - 1, 0));
    else if (event.key === 'Enter' && chosen) pick(chosen);
    else return;
    event.preventDefault();
  };
  return (
    <Modal opened onClose={close} title={`Assign ${count(target.count, 'issue')}`} size="sm">
      <TextInput
        data-autofocus
        role="combobox"
        aria-label="Person"
        aria-expanded
        aria-controls={id}
        aria-activedescendant={choices.length > 0 ? `${id}-${active}` : undefined}
        placeholder="Name or e-mail"
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={press}
      />
      <PeopleList id={id} choices={choices} active={active} onPick={pick} />
    </Modal>
  );
}
