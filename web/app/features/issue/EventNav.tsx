import { Tooltip } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { ArrowUp, ChevronFirst, ChevronLast, ChevronLeft, ChevronRight, type LucideIcon } from 'lucide-react';
import type { EventDetail } from '../../api/schema';
import { CopyButton } from '../../ui/CopyButton';
import { present } from '../../ui/search';
import { Time } from '../../ui/Time';
import { useKeys } from '../../ui/useKeys';
import { readPayload } from '../../widgets/event/payload';
import { IconLink } from '../../widgets/links';
import { EventCopies } from './EventCopies';
import classes from './EventNav.module.css';
import type { IssueSearch } from './search';
import { sectionsOf } from './sections';
import type { IssueViewProps } from './view';

interface EventNavProps extends IssueViewProps {
  event: EventDetail;
  /** Set when a newer event came in: fetches it. */
  newer: (() => void) | undefined;
}

interface StepProps {
  icon: LucideIcon;
  label: string;
  issueId: string;
  search: IssueSearch;
  /** The event to go to; null where there is none. */
  to: string | null;
}

function Step({ icon: Icon, label, issueId, search, to }: StepProps) {
  return (
    <Tooltip label={label}>
      <IconLink
        to="/issues/$issueId"
        params={{ issueId }}
        search={present({ ...search, event: to ?? search.event })}
        replace
        resetScroll={false}
        disabled={to === null}
        data-disabled={to === null || undefined}
        variant="default"
        size={28}
        aria-label={label}
      >
        <Icon size={15} />
      </IconLink>
    </Tooltip>
  );
}

function Jumps({ event }: { event: EventDetail }) {
  const jump = (id: string) => () => document.getElementById(id)?.scrollIntoView({ block: 'start' });
  return (
    <nav className={classes.jumps} aria-label="Parts of the event">
      {sectionsOf(event, readPayload(event.payload)).map(({ id, title }) => (
        <button key={id} type="button" onClick={jump(id)}>
          {title}
        </button>
      ))}
    </nav>
  );
}

/** Which event is shown, and the way to the first, the one before, the next and the latest. */
export function EventNav({ event, issueId, issue, search, newer }: EventNavProps) {
  const navigate = useNavigate();
  const go = (to: string | null) => () => {
    if (!to) return;
    void navigate({
      to: '/issues/$issueId',
      params: { issueId },
      search: present({ ...search, event: to }),
      replace: true,
      resetScroll: false,
    });
  };
  useKeys({ '[': go(event.previous_id), ']': go(event.next_id) });
  const first = event.first_id === event.id ? null : event.first_id;
  const latest = event.latest_id === event.id ? null : event.latest_id;
  const step = { issueId, search };
  return (
    <div className={classes.nav}>
      <div className={classes.which}>
        <span className={classes.time}>
          <Time at={event.time} />
        </span>
        <span className={classes.id} title={event.id}>
          {event.id.slice(0, 8)}
        </span>
        <CopyButton value={event.id} label="Copy the event id" size={22} />
        {event.environment && <span className={classes.chip}>{event.environment}</span>}
        {event.release && (
          <span className={classes.chip} title={event.release}>
            {event.release}
          </span>
        )}
        {newer && (
          <button type="button" className={classes.newer} onClick={newer}>
            <ArrowUp size={13} aria-hidden /> Newer event
          </button>
        )}
      </div>
      <div className={classes.steps}>
        <Step {...step} icon={ChevronFirst} label="First event" to={first} />
        <Step {...step} icon={ChevronLeft} label="Event before ( [ )" to={event.previous_id} />
        <Step {...step} icon={ChevronRight} label="Next event ( ] )" to={event.next_id} />
        <Step {...step} icon={ChevronLast} label="Latest event" to={latest} />
        <EventCopies event={event} shortId={issue.short_id} />
      </div>
      <Jumps event={event} />
    </div>
  );
}
