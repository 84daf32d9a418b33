import type { Comment } from '../../../api/schema';

/** A comment with its answers. */
export interface Thread {
  comment: Comment;
  answers: Comment[];
}

/** Comments as threads, each in the order in which it was written; an answer whose comment is missing stands alone. */
export function threadsOf(comments: Comment[]): Thread[] {
  const threads = new Map<number, Thread>();
  for (const comment of comments) {
    const thread = comment.parent_id === null ? undefined : threads.get(comment.parent_id);
    if (thread) thread.answers.push(comment);
    else threads.set(comment.id, { comment, answers: [] });
  }
  return [...threads.values()];
}
