import { Tooltip } from '@mantine/core';
import {
  Compass,
  Database,
  Footprints,
  Globe,
  type LucideIcon,
  MousePointerClick,
  TerminalSquare,
  TriangleAlert,
  UserRound,
} from 'lucide-react';
import { absolute, clock, duration } from '../../text/time';
import { LongText } from '../../ui/LongText';
import { LevelBadge } from '../LevelBadge';
import classes from './Breadcrumbs.module.css';
import { type CrumbKind, crumbKind, crumbText } from './crumbs';
import type { Crumb, Json } from './payload';

export const kindLooks: Record<CrumbKind, { icon: LucideIcon; word: string }> = {
  error: { icon: TriangleAlert, word: 'Error' },
  http: { icon: Globe, word: 'Request' },
  navigation: { icon: Compass, word: 'Navigation' },
  query: { icon: Database, word: 'Query' },
  ui: { icon: MousePointerClick, word: 'User action' },
  console: { icon: TerminalSquare, word: 'Log' },
  user: { icon: UserRound, word: 'User' },
  other: { icon: Footprints, word: 'Other' },
};

const plain = (value: Json) => (typeof value === 'string' ? value : JSON.stringify(value));

function When({ time, eventTime }: { time: number | undefined; eventTime: number }) {
  if (!time) return null;
  const at = new Date(time / 1000);
  const before = eventTime - time;
  return (
    <Tooltip label={absolute(at)}>
      <time dateTime={at.toISOString()} className={classes.when}>
        <span>{clock(at)}</span>
        <span className={classes.before}>
          {Math.abs(before) < 500
            ? 'at once'
            : before > 0
              ? `${duration(before / 1000)} before`
              : `${duration(-before / 1000)} after`}
        </span>
      </time>
    </Tooltip>
  );
}

/** One breadcrumb. */
export function BreadcrumbRow({ crumb, eventTime }: { crumb: Crumb; eventTime: number }) {
  const { icon: Icon, word } = kindLooks[crumbKind(crumb)];
  const { message, rest } = crumbText(crumb);
  const details = Object.entries(rest);
  const loud = crumb.level !== undefined && crumb.level !== 'info' && crumb.level !== 'debug';
  return (
    <li className={classes.crumb} data-level={crumb.level}>
      <span className={classes.icon} title={word}>
        <Icon size={14} aria-hidden />
        <span className="visually-hidden">{word}</span>
      </span>
      <div className={classes.what}>
        <div className={classes.head}>
          <span className={classes.category}>{crumb.category || crumb.type || 'default'}</span>
          {loud && <LevelBadge level={crumb.level ?? ''} />}
        </div>
        {message && (
          <p className={classes.message}>
            <LongText text={message} limit={700} />
          </p>
        )}
        {details.length > 0 && (
          <dl className={classes.data}>
            {details.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>
                  <LongText text={plain(value)} limit={400} />
                </dd>
              </div>
            ))}
          </dl>
        )}
      </div>
      <When time={crumb.time} eventTime={eventTime} />
    </li>
  );
}
