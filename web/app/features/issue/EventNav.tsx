import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import {
  ArrowUp,
  ChevronFirst,
  ChevronLast,
  ChevronLeft,
  ChevronRight,
  Copy,
  Ellipsis,
  type LucideIcon,
} from 'lucide-react';
import type { EventDetail } from '../../api/schema';
import { CopyButton } from '../../ui/CopyButton';
import { copyText } from '../../ui/clipboard';
import { present } from '../../ui/search';
import { Time } from '../../ui/Time';
import { toast } from '../../ui/toast';
import { useKeys } from '../../ui/useKeys';
import { eventMarkdown } from '../../widgets/event/markdown';
import { readPayload } from '../../widgets/event/payload';
import { IconLink } from '../../widgets/links';
import classes from './EventNav.module.css';
import type { IssueSearch } from './search';
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

function MoreCopies({ event, shortId }: { event: EventDetail; shortId: string }) {
  const link = `${location.origin}/issues/${shortId}?event=${event.id}`;
  const copy = async (text: string) => {
    if (await copyText(text)) toast.success('Copied.');
    else toast.failure('The browser did not allow copying.');
  };
  const markdown = () => eventMarkdown({ ...event, shortId, url: link }, readPayload(event.payload));
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size={28} variant="default" aria-label="Copy…">
          <Ellipsis size={15} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Copy size={14} />} onClick={() => void copy(markdown())}>
          Copy as Markdown
        </Menu.Item>
        <Menu.Item
          leftSection={<Copy size={14} />}
          onClick={() => void copy(JSON.stringify(event.payload, null, 2))}
        >
          Copy as JSON
        </Menu.Item>
        <Menu.Item leftSection={<Copy size={14} />} onClick={() => void copy(link)}>
          Copy the link to this event
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
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
        <MoreCopies event={event} shortId={issue.short_id} />
      </div>
    </div>
  );
}
