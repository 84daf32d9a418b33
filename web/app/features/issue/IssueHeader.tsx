import { Link } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import type { Issue } from '../../api/schema';
import { paths } from '../../paths';
import { CopyButton } from '../../ui/CopyButton';
import { LevelBadge } from '../../widgets/LevelBadge';
import { StatusBadge } from '../../widgets/StatusBadge';
import { IssueActions } from './IssueActions';
import classes from './IssueHeader.module.css';
import type { IssueSearch } from './search';
import { SnoozeNote } from './triage/SnoozeNote';

function Trail({ issue, search }: { issue: Issue; search: IssueSearch }) {
  return (
    <nav className={classes.trail} aria-label="Where this is">
      <Link {...paths.issues({ project: search.project })}>Issues</Link>
      <ChevronRight size={13} aria-hidden />
      <Link {...paths.issues({ project: issue.project_id })}>{issue.project.name}</Link>
      <ChevronRight size={13} aria-hidden />
      <span className={classes.id}>{issue.short_id}</span>
      <CopyButton value={issue.short_id} label="Copy the id" size={22} />
      <CopyButton
        value={() => `${location.origin}/issues/${issue.short_id}`}
        label="Copy the link"
        size={22}
        link
      />
    </nav>
  );
}

/** What the issue is, and what can be done about it. */
export function IssueHeader({ issue, search }: { issue: Issue; search: IssueSearch }) {
  return (
    <header className={classes.header}>
      <div className={classes.what}>
        <Trail issue={issue} search={search} />
        <h1 className={classes.title} title={issue.title}>
          {issue.title || 'Untitled'}
        </h1>
        <div className={classes.facts}>
          <LevelBadge level={issue.level} pill />
          <StatusBadge status={issue.status} regressed={issue.regressed_at !== null} />
          <SnoozeNote issue={issue} />
          {issue.culprit && <span className={classes.culprit}>{issue.culprit}</span>}
        </div>
      </div>
      <IssueActions issue={issue} />
    </header>
  );
}
