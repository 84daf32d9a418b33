import { Link } from '@tanstack/react-router';
import { paths } from '../../../../paths';
import { count } from '../../../../text/number';
import classes from './Grouping.module.css';
import { type DryRun, effectSentence } from './rules';

/** What other rules would have done to the newest events. */
export function DryRunResult({ result }: { result: DryRun }) {
  if (result.events === 0) return <p className="muted">The project has no stored events to try it on.</p>;
  return (
    <section className={classes.result} aria-label="What would change" aria-live="polite">
      <p>
        {result.changed === 0 ? (
          <b>Nothing would change</b>
        ) : (
          <b>{count(result.changed, 'event')} would be elsewhere</b>
        )}
        , of the newest {count(result.events, 'event')}.
        {result.rules.some((n) => n > 0) &&
          ` ${result.rules.map((n, i) => `Rule ${i + 1} decides about ${n}`).join(', ')}.`}
      </p>
      {result.groups.length > 0 && (
        <ul className={classes.groups}>
          {result.groups.map((group, n) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the answer is shown as it came
            <li key={n} data-effect={group.effect}>
              <p className="truncate" title={group.title}>
                {group.title || 'Untitled'}
              </p>
              <p className="muted">
                {effectSentence(group)} · {count(group.events, 'event')}
                {group.rule !== null && ` · rule ${group.rule + 1}`}
                {group.to && (
                  <>
                    {' · '}
                    <Link {...paths.issue(String(group.to.id))}>{group.to.short_id}</Link>
                  </>
                )}
              </p>
            </li>
          ))}
        </ul>
      )}
      {result.more > 0 && <p className="muted">and {result.more} more</p>}
    </section>
  );
}
