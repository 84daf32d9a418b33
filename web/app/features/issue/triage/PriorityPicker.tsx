import { Menu, UnstyledButton } from '@mantine/core';
import { Check, ChevronDown } from 'lucide-react';
import { levels, priorityName } from './priority';
import classes from './Triage.module.css';

interface PriorityPickerProps {
  priority: number;
  onPick: (priority: number) => void;
}

/** How much the issue matters, from 0 to 100, by name. */
export function PriorityPicker({ priority, onPick }: PriorityPickerProps) {
  return (
    <Menu position="bottom-start" width={160}>
      <Menu.Target>
        <UnstyledButton
          className={classes.value}
          aria-label={`Priority: ${priorityName(priority)} ${priority}`}
        >
          {priorityName(priority)} <span className="muted">{priority}</span>
          <ChevronDown size={14} aria-hidden className={classes.chevron} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {levels.map(({ value, label }) => (
          <Menu.Item
            key={value}
            leftSection={value === priority ? <Check size={14} /> : <span className={classes.gap} />}
            rightSection={<span className="muted">{value}</span>}
            onClick={() => onPick(value)}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
