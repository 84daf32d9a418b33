import type { EventSummary } from '../../../api/schema';

/** The columns that every event has; any other name is that of a tag. */
export const known: Record<string, string> = {
  id: 'Event',
  level: 'Level',
  title: 'Title',
  release: 'Release',
  environment: 'Environment',
  user: 'User',
  url: 'Address',
  received: 'Received',
  tags: 'Tags',
};

export const usual = ['id', 'level', 'release', 'environment', 'user', 'tags'];

const mostColumns = 12;

/** The columns that an address names; the usual ones where it names none. */
export function columnsOf(text: string | undefined): string[] {
  const names = [...new Set((text ?? '').split(',').map((name) => name.trim()))].filter(Boolean);
  return names.length > 0 ? names.slice(0, mostColumns) : usual;
}

/** Columns as an address names them; absent for the usual ones. */
export function columnsText(columns: string[]): string | undefined {
  return columns.length === 0 || columns.join() === usual.join() ? undefined : columns.join(',');
}

/** All that may be chosen: what every event has, then tags by name. */
export function choices(tags: string[], chosen: string[]): string[] {
  const others = [...new Set([...tags, ...chosen])].filter((name) => !(name in known)).sort();
  return [...Object.keys(known), ...others];
}

/** Who met an event, in the form that people know best. */
export function personOf({ user }: EventSummary): string {
  return user?.email || user?.name || user?.id || user?.ip || '';
}

/** The text of a column, '' where an event has none. */
export function cellText(event: EventSummary, column: string): string {
  switch (column) {
    case 'id':
      return event.id;
    case 'level':
      return event.level;
    case 'title':
      return event.title;
    case 'release':
      return event.release ?? '';
    case 'environment':
      return event.environment ?? '';
    case 'user':
      return personOf(event);
    case 'url':
      return event.url ?? '';
    case 'received':
      return event.received_at;
    case 'tags':
      return Object.entries(event.tags)
        .map(([name, value]) => `${name}: ${value}`)
        .join('\n');
    default:
      return event.tags[column] ?? '';
  }
}
