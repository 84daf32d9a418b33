import type { EventDetail } from '../../api/schema';
import { isObject, type Json, type Payload } from '../../widgets/event/payload';
import { requestOf } from '../../widgets/event/request';
import { panelsOf } from '../../widgets/runtime/panels';
import { runtimeTitle } from '../../widgets/runtime/runtime';
import { exceptionsOf } from '../../widgets/stack/find';

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
    [exceptionsOf(payload).length > 0, 'stack', 'Stack trace'],
    [some(payload.breadcrumbs), 'breadcrumbs', 'Breadcrumbs'],
    [requestOf(payload) !== undefined, 'request', 'Request'],
    [panelsOf(payload).length > 0, 'runtime', runtimeTitle(payload)],
    [filled(payload.contexts), 'contexts', 'Context'],
    [filled(payload.extra), 'extra', 'Extra'],
    [some(event.attachments), 'attachments', 'Attachments'],
    [payload.grouping !== undefined, 'grouping', 'Grouping'],
    [true, 'json', 'JSON'],
  ];
  return all.filter(([present]) => present).map(([, id, title]) => ({ id, title }));
}
