import type { Activity } from '../../api/schema';
import { count } from '../../text/number';
import { absolute } from '../../text/time';

const became: Record<string, string> = {
  open: 'reopened it',
  resolved: 'resolved it',
  ignored: 'ignored it',
  archived: 'archived it',
};

function snoozed(who: string, to: string | null, events: string | null): string {
  const ends: string[] = [];
  if (to) ends.push(`until ${absolute(new Date(to))}`);
  if (events) ends.push(`until ${count(Number(events), 'more event')}`);
  return `${who} snoozed it ${ends.join(' or ')}`;
}

/** An entry of the history as a sentence. */
export function activitySentence({ action, actor, from, to, detail }: Activity): string {
  const who = actor?.name ?? 'Belfry';
  switch (action) {
    case 'created':
      return 'First event';
    case 'regressed':
      return 'It came back after it was resolved';
    case 'status':
      return `${who} ${became[to ?? ''] ?? `changed the status to ${to}`}`;
    case 'snoozed':
      return snoozed(who, to, detail);
    case 'unsnoozed':
      return detail === 'events' ? 'It woke: it happened often enough' : 'It woke: its time had come';
    case 'assigned':
      if (!to) return `${who} unassigned ${from}`;
      if (to === who) return from ? `${who} took it over from ${from}` : `${who} took it`;
      return from ? `${who} gave it from ${from} to ${to}` : `${who} assigned ${to}`;
    case 'priority':
      return `${who} changed the priority from ${from} to ${to}`;
    case 'tagged':
      return `${who} added the tag ${to}`;
    case 'untagged':
      return `${who} removed the tag ${from}`;
    case 'commented':
      return `${who} commented`;
    case 'merged':
      return `${who} merged ${from} into it`;
    case 'unmerged':
      return to ? `${who} took ${to} out of it` : `${who} took it out of ${from}`;
    default:
      return from || to ? `${who}: ${action} ${[from, to].filter(Boolean).join(' → ')}` : `${who}: ${action}`;
  }
}

/** What is said beside the sentence, where that does not say it. */
export function activityDetail({ action, detail }: Activity): string | null {
  return ['snoozed', 'unsnoozed', 'commented'].includes(action) ? null : detail;
}
