import { useQuery } from '@tanstack/react-query';
import { GitMerge, Undo2 } from 'lucide-react';
import { q } from '../../../api/client';
import { count } from '../../../text/number';
import { Time } from '../../../ui/Time';
import classes from './Merge.module.css';

/** What was merged into an issue, and what of that was undone. */
export function MergeHistory({ issueId }: { issueId: string }) {
  const { data } = useQuery(q('listIssueMerges', { path: { issue_id: issueId }, query: { limit: 100 } }));
  if (!data || data.items.length === 0) return null;
  return (
    <section className={classes.history} aria-label="Merge history">
      <h2>Merge history</h2>
      <ol>
        {data.items.map((merge) => {
          const Icon = merge.undone_at ? Undo2 : GitMerge;
          return (
            <li key={merge.id} data-undone={merge.undone_at ? true : undefined}>
              <Icon size={14} aria-hidden />
              <div>
                <p>
                  {merge.actor?.name ?? 'Belfry'} merged <b>{merge.issue.short_id}</b>{' '}
                  <span className="muted">
                    {merge.title} · {count(merge.events, 'event')}
                  </span>
                </p>
                {merge.undone_at && (
                  <p className="muted">
                    Taken out again by {merge.undone_by?.name ?? 'Belfry'} <Time at={merge.undone_at} />
                  </p>
                )}
              </div>
              <span className={classes.when}>
                <Time at={merge.at} />
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
