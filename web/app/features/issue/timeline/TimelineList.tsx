import { Link } from '@tanstack/react-router';
import { Bug, CalendarCheck, type LucideIcon, ScrollText, Timer, UserRound } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { paths } from '../../../paths';
import { clock, duration } from '../../../text/time';
import { type Kind, offset, startOf, type TimelineItem, tieWords, tone } from './model';
import classes from './Timeline.module.css';

const icons: Record<Kind, LucideIcon> = {
  event: Bug,
  log: ScrollText,
  span: Timer,
  check_in: CalendarCheck,
  session: UserRound,
};

interface RowProps {
  item: TimelineItem;
  at: number;
  /** The event that the page is about. */
  self: boolean;
  chosen: boolean;
}

function Title({ item, self }: { item: TimelineItem; self: boolean }) {
  if (item.kind === 'event' && item.issue && !self) {
    return (
      <Link
        {...paths.issue(item.issue.short_id, { event: item.id })}
        className={classes.title}
        title={item.title}
      >
        <span className={classes.short}>{item.issue.short_id}</span> {item.title}
      </Link>
    );
  }
  return (
    <span className={classes.title} title={item.title}>
      {item.title || 'Without a text'}
    </span>
  );
}

function Row({ item, at, self, chosen }: RowProps) {
  const row = useRef<HTMLLIElement>(null);
  // The list follows what was chosen in the picture.
  useEffect(() => {
    if (chosen) row.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  const Icon = icons[item.kind];
  const ties = item.ties.map((tie) => tieWords[tie] ?? tie).join(', ');
  return (
    <li ref={row} className={classes.row} data-self={self || undefined} data-chosen={chosen || undefined}>
      <time className={classes.offset} dateTime={item.time} title={clock(new Date(item.time))}>
        {offset(startOf(item) - at)}
      </time>
      <Icon
        size={14}
        className={classes.icon}
        data-tone={tone(item)}
        aria-label={item.kind.replace('_', '-')}
      />
      <div className={classes.what}>
        <Title item={item} self={self} />
        <span className={classes.detail}>
          {[item.level, item.status, item.detail].filter(Boolean).join(' · ')}
        </span>
      </div>
      <span className={classes.ties} title={ties}>
        {self ? 'this event' : ties}
      </span>
      <span className={classes.length}>{item.duration_us !== null && duration(item.duration_us / 1000)}</span>
    </li>
  );
}

interface ListProps {
  items: TimelineItem[];
  at: number;
  eventId: string;
  chosen: TimelineItem | undefined;
}

/** The records around the event, one under the other. */
export function TimelineList({ items, at, eventId, chosen }: ListProps) {
  return (
    <ol className={classes.list}>
      {items.map((item, i) => (
        <Row
          // biome-ignore lint/suspicious/noArrayIndexKey: logs have no name of their own
          key={`${item.kind} ${item.time} ${i}`}
          item={item}
          at={at}
          self={item.kind === 'event' && item.id === eventId}
          chosen={item === chosen}
        />
      ))}
    </ol>
  );
}
