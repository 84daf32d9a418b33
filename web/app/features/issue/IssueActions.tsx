import { Button, Tooltip } from '@mantine/core';
import { useCanGoBack, useNavigate, useRouter } from '@tanstack/react-router';
import { Archive, BellOff, CircleCheck, CircleDot, type LucideIcon } from 'lucide-react';
import type { Issue, IssueStatus } from '../../api/schema';
import { paths } from '../../paths';
import { useKeys } from '../../ui/useKeys';
import classes from './IssueActions.module.css';
import { SnoozeMenu } from './triage/SnoozeMenu';
import { toggled, useSetStatus } from './useSetStatus';

type Closed = Exclude<IssueStatus, 'open'>;

const actions: { status: Closed; label: string; icon: LucideIcon; key: string; hint: string }[] = [
  {
    status: 'resolved',
    label: 'Resolve',
    icon: CircleCheck,
    key: 'e',
    hint: 'It is fixed; a new event reopens it',
  },
  { status: 'ignored', label: 'Ignore', icon: BellOff, key: 'i', hint: 'Keep counting, stay silent' },
  { status: 'archived', label: 'Archive', icon: Archive, key: 'y', hint: 'Out of sight' },
];

/** Buttons and keys that change the status of an issue. */
export function IssueActions({ issue }: { issue: Issue }) {
  const setStatus = useSetStatus();
  const back = useBack();
  const act = (status: Closed) => () => setStatus(issue, toggled(issue, status));
  useKeys({
    e: act('resolved'),
    r: act('resolved'),
    i: act('ignored'),
    y: act('archived'),
    Escape: back,
  });
  return (
    <div className={classes.actions}>
      {issue.status !== 'open' && (
        <Button leftSection={<CircleDot size={15} />} onClick={() => setStatus(issue, 'open')}>
          Reopen
        </Button>
      )}
      {actions
        .filter((action) => action.status !== issue.status)
        .map(({ status, label, icon: Icon, key, hint }) => (
          <Tooltip key={status} label={`${hint} (${key})`}>
            <Button
              variant={status === 'resolved' && issue.status === 'open' ? 'filled' : 'default'}
              leftSection={<Icon size={15} />}
              onClick={() => setStatus(issue, status)}
            >
              {label}
            </Button>
          </Tooltip>
        ))}
      <SnoozeMenu issue={issue} />
    </div>
  );
}

/** Back to the list that one came from, else to the list of all. */
function useBack() {
  const router = useRouter();
  const canGoBack = useCanGoBack();
  const navigate = useNavigate();
  return () => (canGoBack ? router.history.back() : void navigate(paths.issues()));
}
