import type { EventDetail } from '../../api/schema';
import { Section } from '../../ui/Section';
import { AttachmentsSection } from '../../widgets/event/AttachmentsSection';
import { BreadcrumbsSection } from '../../widgets/event/BreadcrumbsSection';
import { ContextsSection } from '../../widgets/event/ContextsSection';
import { FeedbackList } from '../../widgets/event/FeedbackList';
import { GroupingSection } from '../../widgets/event/GroupingSection';
import { type Payload, readPayload } from '../../widgets/event/payload';
import { RequestSection } from '../../widgets/event/RequestSection';
import { requestOf } from '../../widgets/event/request';
import {
  ExtraSection,
  MessageSection,
  ModulesSection,
  NotesSection,
  TagsSection,
  UserSection,
} from '../../widgets/event/SmallSections';
import { RuntimeSection } from '../../widgets/runtime/RuntimeSection';
import { exceptionsOf } from '../../widgets/stack/find';
import { StackSection } from '../../widgets/stack/StackSection';
import { ThreadsSection } from '../../widgets/stack/ThreadsSection';
import classes from './EventBody.module.css';
import { FactsSection } from './FactsSection';
import { JsonSection } from './JsonSection';

function What({ event, payload }: { event: EventDetail; payload: Payload }) {
  const exceptions = exceptionsOf(payload);
  return (
    <>
      {event.feedback.length > 0 && (
        <Section id="feedback" title="User feedback" note={event.feedback.length}>
          <FeedbackList feedback={event.feedback} />
        </Section>
      )}
      {Object.keys(event.tags).length > 0 && <TagsSection tags={event.tags} />}
      {payload.message && (payload.message !== event.title || exceptions.length === 0) && (
        <MessageSection message={payload.message} template={payload.message_template} />
      )}
      {exceptions.length > 0 && <StackSection exceptions={exceptions} platform={event.platform} />}
      {payload.threads && payload.threads.length > 0 && <ThreadsSection threads={payload.threads} />}
      {payload.breadcrumbs && payload.breadcrumbs.length > 0 && (
        <BreadcrumbsSection crumbs={payload.breadcrumbs} eventTime={Date.parse(event.time) * 1000} />
      )}
    </>
  );
}

/** All that is known about one event; what is missing is simply not there. */
export function EventBody({ event, stale }: { event: EventDetail; stale: boolean }) {
  const payload = readPayload(event.payload);
  const request = requestOf(payload);
  return (
    <div className={classes.body} data-stale={stale || undefined}>
      <What event={event} payload={payload} />
      {request && <RequestSection request={request.request} facts={request.facts} />}
      <RuntimeSection payload={payload} />
      {payload.user && <UserSection user={payload.user} />}
      {payload.contexts && <ContextsSection contexts={payload.contexts} />}
      {payload.extra !== undefined && <ExtraSection extra={payload.extra} />}
      {event.attachments.length > 0 && <AttachmentsSection event={event} />}
      <FactsSection event={event} payload={payload} />
      {payload.modules !== undefined && <ModulesSection modules={payload.modules} />}
      {payload.grouping && <GroupingSection grouping={payload.grouping} />}
      {payload.notes && payload.notes.length > 0 && <NotesSection notes={payload.notes} />}
      <JsonSection event={event} />
    </div>
  );
}
