import type { EventDetail } from '../../api/schema';
import { isObject, type Json, type Payload } from '../../widgets/event/payload';

export interface SectionEntry {
  id: string;
  title: string;
}

const some = (list: unknown[] | undefined) => (list?.length ?? 0) > 0;
const filled = (value: Json | undefined) => isObject(value) && Object.keys(value).length > 0;

/** The parts of an event that are worth a jump, in the order of the page. */
export function sectionsOf(event: EventDetail, payload: Payload): SectionEntry[] {
  const all: [present: boolean, id: string, title: string][] = [
    [some(event.feedback), 'feedback', 'Feedback'],
    [Object.keys(event.tags).length > 0, 'tags', 'Tags'],
    [some(payload.exceptions) || some(payload.stacktrace), 'stack', 'Stack trace'],
    [some(payload.breadcrumbs), 'breadcrumbs', 'Breadcrumbs'],
    [payload.request !== undefined, 'request', 'Request'],
    [filled(payload.contexts), 'contexts', 'Context'],
    [filled(payload.extra), 'extra', 'Extra'],
    [some(event.attachments), 'attachments', 'Attachments'],
    [payload.grouping !== undefined, 'grouping', 'Grouping'],
    [true, 'json', 'JSON'],
  ];
  return all.filter(([present]) => present).map(([, id, title]) => ({ id, title }));
}
