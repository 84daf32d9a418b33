import type { EventDetail } from '../../api/schema';
import { absolute } from '../../text/time';
import { KeyValues } from '../../ui/KeyValues';
import { Section } from '../../ui/Section';
import type { Payload } from '../../widgets/event/payload';

/** The plain facts of an event: when, where, by which library. */
export function FactsSection({ event, payload }: { event: EventDetail; payload: Payload }) {
  const sdk = payload.sdk && [payload.sdk.name, payload.sdk.version].filter(Boolean).join(' ');
  const facts: [string, string | null | undefined][] = [
    ['Event ID', event.id],
    ['Happened', absolute(new Date(event.time))],
    ['Received', absolute(new Date(event.received_at))],
    ['Transaction', payload.transaction],
    ['Logger', payload.logger],
    ['Server', payload.server_name],
    ['Release', event.release],
    ['Distribution', payload.dist],
    ['Environment', event.environment],
    ['Trace ID', event.trace_id],
    ['Span ID', event.span_id],
    ['SDK', sdk],
    ['Integrations', payload.sdk?.integrations?.join(', ')],
    ['Fingerprint', payload.fingerprint?.join(', ')],
  ];
  const rows = facts.flatMap(([name, value]) => (value ? [{ name, value }] : []));
  return (
    <Section id="facts" title="Event">
      <KeyValues rows={rows} />
    </Section>
  );
}
