import type { Notice } from '../api/schema';

const became: Record<string, string> = {
  open: 'reopened it',
  resolved: 'resolved it',
  ignored: 'ignored it',
  archived: 'archived it',
};

/** What a notice says, as a sentence. */
export function noticeSentence({ why, actor, detail }: Pick<Notice, 'why' | 'actor' | 'detail'>): string {
  const who = actor?.name ?? 'Belfry';
  switch (why) {
    case 'assigned':
      return `${who} assigned it to you`;
    case 'mentioned':
      return `${who} mentioned you`;
    case 'commented':
      return `${who} commented`;
    case 'status':
      return `${who} ${became[detail ?? ''] ?? 'changed its status'}`;
    case 'snoozed':
      return `${who} snoozed it`;
    case 'unsnoozed':
      return 'It woke from snoozing';
    case 'regressed':
      return detail ? `It came back in ${detail}` : 'It came back';
    default:
      return `${who}: ${why}`;
  }
}
