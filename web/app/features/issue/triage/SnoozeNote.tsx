import { AlarmClock } from 'lucide-react';
import type { Issue } from '../../../api/schema';
import { count } from '../../../text/number';
import { absolute } from '../../../text/time';
import classes from './Triage.module.css';

/** When a snoozed issue wakes. */
export function SnoozeNote({ issue }: { issue: Issue }) {
  if (!issue.snooze) return null;
  const { until, events } = issue.snooze;
  const ends: string[] = [];
  if (until) ends.push(absolute(new Date(until)));
  if (events !== null) ends.push(`${count(Math.max(1, events - issue.times_seen), 'more event')}`);
  return (
    <span className={classes.note}>
      <AlarmClock size={14} aria-hidden /> until {ends.join(' or ')}
    </span>
  );
}
