import type { ReactNode } from 'react';
import type { Issue } from '../../api/schema';
import { full } from '../../text/number';
import { Time } from '../../ui/Time';
import { PlatformMark } from '../../widgets/PlatformMark';
import classes from './IssueFacts.module.css';

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Seen({ at, release }: { at: string; release: string | null }) {
  return (
    <>
      <Time at={at} />
      {release && (
        <span className={classes.release} title={release}>
          in {release}
        </span>
      )}
    </>
  );
}

/** The figures of an issue, beside its events. */
export function IssueFacts({
  issue,
  lead,
  children,
}: {
  issue: Issue;
  lead: ReactNode;
  children: ReactNode;
}) {
  return (
    <aside className={classes.facts} aria-label="Facts">
      <h2 className="visually-hidden">Facts</h2>
      <dl className={classes.figures}>
        <div>
          <dt>Events</dt>
          <dd>{full(issue.times_seen)}</dd>
        </div>
        <div>
          <dt>Users</dt>
          <dd>{full(issue.users_seen)}</dd>
        </div>
      </dl>
      {lead}
      <dl>
        <Fact name="Last seen">
          <Seen at={issue.last_seen} release={issue.last_release} />
        </Fact>
        <Fact name="First seen">
          <Seen at={issue.first_seen} release={issue.first_release} />
        </Fact>
        {issue.regressed_at && (
          <Fact name="Came back">
            <Time at={issue.regressed_at} />
          </Fact>
        )}
        {issue.environments && issue.environments.length > 0 && (
          <Fact name="Environments">{issue.environments.join(', ')}</Fact>
        )}
        <Fact name="Project">{issue.project.name}</Fact>
        {issue.platform && (
          <Fact name="Platform">
            <span className={classes.platform}>
              <PlatformMark platform={issue.platform} /> {issue.platform}
            </span>
          </Fact>
        )}
      </dl>
      {children}
    </aside>
  );
}
