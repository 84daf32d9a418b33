import { Button, Skeleton } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { Failure } from '../../../ui/Failure';
import type { PersonToAssign } from '../inbox/people';
import { usePeople } from '../inbox/usePeople';
import { useMayEdit } from '../triage/useEditIssue';
import type { IssueViewProps } from '../view';
import { CommentItem } from './CommentItem';
import classes from './Comments.module.css';
import { EditorPlace } from './EditorPlace';
import { type Thread, threadsOf } from './threads';
import { type CommentActions, useComments } from './useComments';

const CommentEditor = lazy(() => import('./CommentEditor'));

interface ThreadViewProps {
  thread: Thread;
  people: PersonToAssign[];
  actions: CommentActions;
  mayAnswer: boolean;
}

function ThreadView({ thread, people, actions, mayAnswer }: ThreadViewProps) {
  const [answering, setAnswering] = useState(false);
  const { comment, answers } = thread;
  return (
    <li className={classes.thread}>
      <CommentItem
        comment={comment}
        people={people}
        actions={actions}
        onReply={mayAnswer ? () => setAnswering(true) : undefined}
      />
      {(answers.length > 0 || answering) && (
        <div className={classes.answers}>
          {answers.map((answer) => (
            <CommentItem key={answer.id} comment={answer} people={people} actions={actions} />
          ))}
          {answering && (
            <Suspense fallback={<EditorPlace />}>
              <CommentEditor
                label="Reply"
                placeholder="Reply…"
                verb="Reply"
                people={people}
                autoFocus
                onCancel={() => setAnswering(false)}
                onSave={async (text) => {
                  const stored = await actions.add(text, comment.id);
                  if (stored) setAnswering(false);
                  return stored;
                }}
              />
            </Suspense>
          )}
        </div>
      )}
    </li>
  );
}

/** What people said about the issue. */
export function CommentsTab({ issueId, issue }: IssueViewProps) {
  const { list, comments, ...actions } = useComments(issueId);
  const { people } = usePeople(issue.project_id);
  const mayWrite = useMayEdit();
  if (list.isPending) return <Skeleton height={160} mt={20} />;
  if (!list.data)
    return (
      <Failure
        title="The comments could not be loaded"
        error={list.error}
        onRetry={() => void list.refetch()}
      />
    );
  return (
    <section className={classes.comments} aria-label="Comments">
      {comments.length === 0 && <p className="muted">Nobody has said anything yet.</p>}
      <ol className={classes.list}>
        {threadsOf(comments).map((thread) => (
          <ThreadView
            key={thread.comment.id}
            thread={thread}
            people={people}
            actions={actions}
            mayAnswer={mayWrite}
          />
        ))}
      </ol>
      {list.hasNextPage && (
        <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          Show more
        </Button>
      )}
      {mayWrite && (
        <Suspense fallback={<EditorPlace />}>
          <CommentEditor
            label="New comment"
            placeholder="Say what you found out; @ mentions somebody"
            verb="Comment"
            people={people}
            onSave={(text) => actions.add(text)}
          />
        </Suspense>
      )}
    </section>
  );
}
