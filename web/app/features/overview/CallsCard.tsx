import { Link } from '@tanstack/react-router';
import type { LucideIcon } from 'lucide-react';
import type { Issue, Overview } from '../../api/schema';
import { paths } from '../../paths';
import { count, full } from '../../text/number';
import { Time } from '../../ui/Time';
import { LevelBadge } from '../../widgets/LevelBadge';
import classes from './CallsCard.module.css';

function Row({ issue, at }: { issue: Issue; at: string }) {
  return (
    <li className={classes.row}>
      <LevelBadge level={issue.level} compact />
      <div className={classes.what}>
        <Link {...paths.issue(issue.short_id)} className="truncate" title={issue.title}>
          {issue.title}
        </Link>
        <span className={classes.below}>
          <span className="truncate" title={issue.project.name}>
            {issue.short_id}
          </span>
          <span title={count(issue.times_seen, 'event')}>{count(issue.times_seen, 'event')}</span>
          <Time at={at} />
        </span>
      </div>
    </li>
  );
}

interface CallsCardProps {
  title: string;
  icon: LucideIcon;
  calls: Overview['mine'];
  /** What is said where nothing calls. */
  quiet: string;
  /** Which time of an issue matters here. */
  when: (issue: Issue) => string | null;
  /** The search of the inbox that shows all of them. */
  query: string;
}

/** One reason to look at issues, with the first of them. */
export function CallsCard({ title, icon: Icon, calls, quiet, when, query }: CallsCardProps) {
  return (
    <section className={classes.card}>
      <header className={classes.head}>
        <Icon size={16} aria-hidden />
        <h2>{title}</h2>
        <span className={classes.count} data-some={calls.count > 0 || undefined}>
          {full(calls.count)}
        </span>
        {calls.count > calls.items.length && (
          <Link {...paths.issues({ query })} className={classes.all}>
            See all
          </Link>
        )}
      </header>
      {calls.items.length === 0 ? (
        <p className={classes.quiet}>{quiet}</p>
      ) : (
        <ul className={classes.list}>
          {calls.items.map((issue) => (
            <Row key={issue.id} issue={issue} at={when(issue) ?? issue.last_seen} />
          ))}
        </ul>
      )}
    </section>
  );
}
