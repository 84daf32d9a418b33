import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ZoomIn, ZoomOut } from 'lucide-react';
import { useState } from 'react';
import { q } from '../../../api/client';
import { count } from '../../../text/number';
import { Failure } from '../../../ui/Failure';
import type { IssueViewProps } from '../view';
import { type Kind, lanes, type Span, type Timeline, type TimelineItem, within, zoomed } from './model';
import classes from './Timeline.module.css';
import { TimelineList } from './TimelineList';
import { TimelineStrip } from './TimelineStrip';

function Ties({ timeline }: { timeline: Timeline }) {
  if (timeline.ties.length === 0)
    return (
      <p className={classes.note}>
        The event names no trace, request, session or user, so only check-ins of its project are near it. Send
        a trace or a user with it to see what belongs together.
      </p>
    );
  return (
    <p className={classes.note}>
      What shares{' '}
      {timeline.ties.map(({ by, value }, i) => (
        <span key={by}>
          {i > 0 && ', '}
          the {by} <code title={value}>{value}</code>
        </span>
      ))}{' '}
      with the event, up to 5 minutes before and after it.
    </p>
  );
}

function Cut({ kinds }: { kinds: string[] }) {
  if (kinds.length === 0) return null;
  const words = lanes.filter(({ kind }) => kinds.includes(kind)).map(({ word }) => word.toLowerCase());
  return (
    <p className={classes.cut}>
      There are more {words.join(' and ')} than are shown: these are the nearest to the event.
    </p>
  );
}

interface BarProps {
  items: TimelineItem[];
  hidden: Kind[];
  onToggle: (kind: Kind) => void;
  zoom: { in: () => void; out: (() => void) | undefined; all: (() => void) | undefined };
}

function Bar({ items, hidden, onToggle, zoom }: BarProps) {
  const present = lanes.filter(({ kind }) => items.some((item) => item.kind === kind));
  return (
    <div className={classes.bar}>
      <fieldset className={classes.kinds} aria-label="Kinds">
        {present.map(({ kind, one }) => (
          <button
            key={kind}
            type="button"
            aria-pressed={!hidden.includes(kind)}
            onClick={() => onToggle(kind)}
          >
            {count(items.filter((item) => item.kind === kind).length, one)}
          </button>
        ))}
      </fieldset>
      <div className={classes.zoom}>
        {zoom.all && (
          <Button variant="subtle" size="compact-sm" onClick={zoom.all}>
            Show all
          </Button>
        )}
        <Button variant="default" size="compact-sm" onClick={zoom.in} aria-label="Closer">
          <ZoomIn size={14} />
        </Button>
        <Button
          variant="default"
          size="compact-sm"
          onClick={zoom.out}
          disabled={!zoom.out}
          aria-label="Less close"
        >
          <ZoomOut size={14} />
        </Button>
      </div>
    </div>
  );
}

// A trace takes seconds, the reach is minutes: begin with what there is to see.
function fitting(items: TimelineItem[], whole: Span): Span {
  const times = items.map((item) => Date.parse(item.time));
  const first = Math.min(...times);
  const last = Math.max(...items.map((item) => Date.parse(item.time) + (item.duration_us ?? 0) / 1000));
  const margin = Math.max((last - first) * 0.06, 50);
  return times.length > 1
    ? { from: Math.max(whole.from, first - margin), to: Math.min(whole.to, last + margin) }
    : whole;
}

function Picture({ timeline, eventId }: { timeline: Timeline; eventId: string }) {
  const whole = { from: Date.parse(timeline.from), to: Date.parse(timeline.to) };
  const at = Date.parse(timeline.at);
  const [span, setSpan] = useState(() => fitting(timeline.items, whole));
  const [hidden, setHidden] = useState<Kind[]>([]);
  const [chosen, setChosen] = useState<TimelineItem>();
  const items = timeline.items.filter((item) => !hidden.includes(item.kind));
  const seen = within(items, span);
  const isWhole = span.from === whole.from && span.to === whole.to;
  const middle = at > span.from && at < span.to ? at : (span.from + span.to) / 2;
  const toggle = (kind: Kind) =>
    setHidden(hidden.includes(kind) ? hidden.filter((k) => k !== kind) : [...hidden, kind]);
  return (
    <>
      <Bar
        items={timeline.items}
        hidden={hidden}
        onToggle={toggle}
        zoom={{
          in: () => setSpan(zoomed(span, whole, middle, 0.5)),
          out: isWhole ? undefined : () => setSpan(zoomed(span, whole, middle, 2)),
          all: isWhole ? undefined : () => setSpan(whole),
        }}
      />
      <TimelineStrip
        items={items}
        at={at}
        whole={whole}
        span={span}
        chosen={chosen}
        onZoom={setSpan}
        onChoose={setChosen}
      />
      <Cut kinds={timeline.cut} />
      {seen.length === 0 ? (
        <p className={classes.note}>Nothing happened in this stretch.</p>
      ) : (
        <TimelineList items={seen} at={at} eventId={eventId} chosen={chosen} />
      )}
    </>
  );
}

/** Everything that belongs to the event that is shown, over time. */
export function TimelineTab({ issueId, search }: IssueViewProps) {
  const which = search.event ?? 'latest';
  const event = useQuery(q('getIssueEvent', { path: { issue_id: issueId, which } }));
  const path = { project_id: event.data?.project_id ?? 0, event_id: event.data?.id ?? '' };
  const query = useQuery({ ...q('getEventTimeline', { path }), enabled: event.data !== undefined });
  const error = event.error ?? query.error;
  if (error)
    return (
      <Failure
        title="The timeline could not be loaded"
        error={error}
        onRetry={() => void (event.data ? query : event).refetch()}
      />
    );
  if (!query.data || !event.data) return <Skeleton height={320} mt={20} />;
  return (
    <div className={classes.tab}>
      <Ties timeline={query.data} />
      <Picture key={event.data.id} timeline={query.data} eventId={event.data.id} />
    </div>
  );
}
