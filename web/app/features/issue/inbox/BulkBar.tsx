// biome-ignore-all lint/a11y/useSemanticElements: rows that are drawn on demand cannot be those of a table
// biome-ignore-all lint/a11y/useFocusableInteractive: what is in the bar takes the focus
import { ActionIcon, Button, CloseButton, Menu, Tooltip } from '@mantine/core';
import {
  Archive,
  BellOff,
  CircleCheck,
  CircleDot,
  Ellipsis,
  Flag,
  GitMerge,
  Tag,
  Trash2,
  UserRound,
} from 'lucide-react';
import { count, full } from '../../../text/number';
import { useNow } from '../../../ui/useNow';
import classes from './BulkBar.module.css';
import { type BulkAction, mergeObstacle, snoozeChoices, type Target } from './bulk';
import { SelectAll } from './IssueListHeader';
import type { SelectionHandle } from './useSelection';
import type { Question } from './useTriage';

interface BulkBarProps {
  selection: SelectionHandle;
  target: Target;
  rows: number;
  /** How many issues the search matches. */
  total: number | undefined;
  act: (action: BulkAction) => void;
  ask: (question: Question) => void;
}

const priorities = [
  { value: 90, label: 'High (90)' },
  { value: 50, label: 'Normal (50)' },
  { value: 10, label: 'Low (10)' },
];

function IgnoreMenu({ act }: Pick<BulkBarProps, 'act'>) {
  const now = useNow();
  return (
    <Menu>
      <Menu.Target>
        <Button variant="default" leftSection={<BellOff size={14} />}>
          Ignore
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => act({ status: 'ignored' })}>For good</Menu.Item>
        <Menu.Divider />
        <Menu.Label>Snooze</Menu.Label>
        {snoozeChoices(now).map(({ label, until }) => (
          <Menu.Item key={label} onClick={() => act({ snooze: { until: until.toISOString() } })}>
            {label}
          </Menu.Item>
        ))}
        {[10, 100].map((events) => (
          <Menu.Item key={events} onClick={() => act({ snooze: { events } })}>
            Until {events} more events
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function MoreMenu({ target, act, ask }: Pick<BulkBarProps, 'target' | 'act' | 'ask'>) {
  const obstacle = mergeObstacle(target);
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon size={30} variant="default" aria-label="More actions">
          <Ellipsis size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Priority</Menu.Label>
        {priorities.map(({ value, label }) => (
          <Menu.Item key={value} leftSection={<Flag size={14} />} onClick={() => act({ priority: value })}>
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          leftSection={<GitMerge size={14} />}
          disabled={!!obstacle}
          title={obstacle}
          onClick={() => ask('merge')}
        >
          Merge…
        </Menu.Item>
        <Menu.Item leftSection={<Trash2 size={14} />} color="red" onClick={() => ask('delete')}>
          Delete…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

// "12 selected", and the way from the listed rows to everything that matches.
function Chosen({ selection, target, rows, total }: Omit<BulkBarProps, 'act' | 'ask'>) {
  const more = !selection.whole && selection.chosen.length === rows && total !== undefined && total > rows;
  return (
    <span className={classes.chosen}>
      <strong>{selection.whole ? `All ${full(target.count)}` : full(target.count)}</strong> selected
      {more && (
        <Button variant="subtle" onClick={selection.takeWhole}>
          Select all {count(total, 'issue')} that match
        </Button>
      )}
    </span>
  );
}

/** Stands in the place of the head of the list while rows are selected: what can be done to them. */
export function BulkBar(props: BulkBarProps) {
  const { selection, target, rows, act, ask } = props;
  const anyClosed = target.whole || target.issues.some((i) => i.status !== 'open');
  return (
    <div role="row" className={classes.bar}>
      <div role="columnheader" className={classes.inside} aria-label="Actions for the selected issues">
        <SelectAll selection={selection} rows={rows} />
        <Chosen {...props} />
        <Tooltip label="Resolve (e)">
          <Button
            variant="default"
            leftSection={<CircleCheck size={14} />}
            onClick={() => act({ status: 'resolved' })}
          >
            Resolve
          </Button>
        </Tooltip>
        <IgnoreMenu act={act} />
        <Button
          variant="default"
          leftSection={<Archive size={14} />}
          onClick={() => act({ status: 'archived' })}
        >
          Archive
        </Button>
        {anyClosed && (
          <Button
            variant="default"
            leftSection={<CircleDot size={14} />}
            onClick={() => act({ status: 'open' })}
          >
            Reopen
          </Button>
        )}
        <Tooltip label="Assign (a)">
          <Button variant="default" leftSection={<UserRound size={14} />} onClick={() => ask('assign')}>
            Assign
          </Button>
        </Tooltip>
        <Button variant="default" leftSection={<Tag size={14} />} onClick={() => ask('tag')}>
          Tag
        </Button>
        <MoreMenu target={target} act={act} ask={ask} />
        <CloseButton
          className={classes.close}
          size="sm"
          aria-label="Clear the selection"
          onClick={selection.clear}
        />
      </div>
    </div>
  );
}
