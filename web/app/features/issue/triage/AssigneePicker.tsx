import { Combobox, UnstyledButton, useCombobox } from '@mantine/core';
import { ChevronDown, UserRound, UserRoundX } from 'lucide-react';
import { useState } from 'react';
import type { Issue } from '../../../api/schema';
import { useKeys } from '../../../ui/useKeys';
import { PersonMark } from '../../../widgets/PersonMark';
import { choicesFor } from '../inbox/people';
import { usePeople } from '../inbox/usePeople';
import classes from './Triage.module.css';

interface AssigneePickerProps {
  issue: Issue;
  onPick: (user: number | null) => void;
}

/** Who takes care of the issue; opens a list of those who can. */
export function AssigneePicker({ issue, onPick }: AssigneePickerProps) {
  const [typed, setTyped] = useState('');
  const box = useCombobox({
    onDropdownClose: () => {
      box.resetSelectedOption();
      box.focusTarget();
      setTyped('');
    },
    onDropdownOpen: () => box.focusSearchInput(),
  });
  useKeys({ a: () => box.openDropdown() });
  const { people, me } = usePeople(issue.project_id);
  const choices = choicesFor(people, me, typed);
  const pick = (value: string) => {
    onPick(value === '' ? null : Number(value));
    box.closeDropdown();
  };
  return (
    <Combobox store={box} onOptionSubmit={pick} position="bottom-start" width={260} withinPortal>
      <Combobox.Target targetType="button">
        <UnstyledButton
          className={classes.value}
          onClick={() => box.toggleDropdown()}
          aria-label={`Assignee: ${issue.assignee?.name ?? 'Nobody'}`}
          aria-keyshortcuts="a"
        >
          {issue.assignee ? (
            <>
              <PersonMark name={issue.assignee.name} /> <span>{issue.assignee.name}</span>
            </>
          ) : (
            <>
              <UserRound size={15} aria-hidden /> <span className="muted">Nobody</span>
            </>
          )}
          <ChevronDown size={14} aria-hidden className={classes.chevron} />
        </UnstyledButton>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          placeholder="Name or e-mail"
          aria-label="Find somebody"
        />
        <Combobox.Options className={classes.options}>
          {choices.map((choice) => (
            <Combobox.Option key={choice.id ?? 0} value={choice.id === null ? '' : String(choice.id)}>
              <span className={classes.option}>
                {choice.id === null ? (
                  <UserRoundX size={15} aria-hidden />
                ) : (
                  <PersonMark name={choice.name} />
                )}
                {choice.label}
              </span>
            </Combobox.Option>
          ))}
          {choices.length === 0 && <Combobox.Empty>Nobody of that name can see this.</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
