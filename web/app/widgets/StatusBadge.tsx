import { Archive, BellOff, CircleCheck, CircleDot, type LucideIcon, RotateCcw } from 'lucide-react';
import type { IssueStatus } from '../api/schema';
import classes from './StatusBadge.module.css';

const looks: Record<IssueStatus | 'regressed', { icon: LucideIcon; word: string; tone: string }> = {
  open: { icon: CircleDot, word: 'Open', tone: 'open' },
  regressed: { icon: RotateCcw, word: 'Regressed', tone: 'regressed' },
  resolved: { icon: CircleCheck, word: 'Resolved', tone: 'resolved' },
  ignored: { icon: BellOff, word: 'Ignored', tone: 'quiet' },
  archived: { icon: Archive, word: 'Archived', tone: 'quiet' },
};

interface StatusBadgeProps {
  status: IssueStatus;
  /** It was resolved once and came back. */
  regressed?: boolean;
}

/** Where an issue stands. */
export function StatusBadge({ status, regressed }: StatusBadgeProps) {
  const { icon: Icon, word, tone } = looks[status === 'open' && regressed ? 'regressed' : status];
  return (
    <span className={classes.badge} data-tone={tone}>
      <Icon size={13} strokeWidth={2.2} aria-hidden />
      {word}
    </span>
  );
}
