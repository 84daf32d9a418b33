import { GitMerge } from 'lucide-react';
import type { Issue } from '../../../api/schema';
import classes from './Merge.module.css';

/** Says why one is here, when one asked for an issue that was merged into this one. */
export function MergedNote({ issue }: { issue: Issue }) {
  if (!issue.merged_from) return null;
  const name = /^\d+$/.test(issue.merged_from) ? 'The issue you asked for' : issue.merged_from.toUpperCase();
  return (
    <p className={classes.note} role="status">
      <GitMerge size={15} aria-hidden />
      {name} was merged into {issue.short_id}.
    </p>
  );
}
