import type { ReactNode } from 'react';
import type { Issue } from '../../../api/schema';
import { AssigneePicker } from './AssigneePicker';
import { FollowButton } from './FollowButton';
import { PriorityPicker } from './PriorityPicker';
import { priorityName } from './priority';
import { TagList } from './TagList';
import classes from './Triage.module.css';
import { useEditIssue, useMayEdit } from './useEditIssue';

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={classes.row}>
      <span className={classes.name}>{name}</span>
      <div className={classes.cell}>{children}</div>
    </div>
  );
}

/** Who takes care of the issue, how much it matters, what it is called and who watches it. */
export function TriagePanel({ issue }: { issue: Issue }) {
  const { edit, tag, untag, follow } = useEditIssue(issue);
  const editable = useMayEdit();
  return (
    <section className={classes.panel} aria-label="Triage">
      <Row name="Assignee">
        {editable ? (
          <AssigneePicker issue={issue} onPick={(assignee) => void edit({ assignee })} />
        ) : (
          (issue.assignee?.name ?? 'Nobody')
        )}
      </Row>
      <Row name="Priority">
        {editable ? (
          <PriorityPicker priority={issue.priority} onPick={(priority) => void edit({ priority })} />
        ) : (
          `${priorityName(issue.priority)} ${issue.priority}`
        )}
      </Row>
      <Row name="Tags">
        <TagList issue={issue} editable={editable} onAdd={tag} onRemove={(k, v) => void untag(k, v)} />
      </Row>
      <Row name="Followers">
        <FollowButton issue={issue} onFollow={(on) => void follow(on)} />
      </Row>
    </section>
  );
}
