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
    default:
      return from || to ? `${who}: ${action} ${[from, to].filter(Boolean).join(' → ')}` : `${who}: ${action}`;
  }
}
