import type { Activity } from '../../api/schema';

const became: Record<string, string> = {
  open: 'reopened it',
  resolved: 'resolved it',
  ignored: 'ignored it',
  archived: 'archived it',
};

/** An entry of the history as a sentence. */
export function activitySentence({ action, actor, from, to }: Activity): string {
  const who = actor?.name ?? 'Belfry';
  switch (action) {
    case 'created':
      return 'First event';
    case 'regressed':
      return 'It came back after it was resolved';
    case 'status':
      return `${who} ${became[to ?? ''] ?? `changed the status to ${to}`}`;
    case 'merged':
      return `${who} merged ${from} into it`;
    case 'unmerged':
      return to ? `${who} took ${to} out of it` : `${who} took it out of ${from}`;
    default:
      return from || to ? `${who}: ${action} ${[from, to].filter(Boolean).join(' → ')}` : `${who}: ${action}`;
  }
}
