import { ActionIcon, Menu } from '@mantine/core';
import { Ellipsis, Pencil, Reply, Trash2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { Comment } from '../../../api/schema';
import { absolute } from '../../../text/time';
import { confirm } from '../../../ui/confirm';
import { Time } from '../../../ui/Time';
import { PersonMark } from '../../../widgets/PersonMark';
import { administers } from '../../../widgets/roles';
import { useSession } from '../../../widgets/useSession';
import type { PersonToAssign } from '../inbox/people';
import classes from './Comments.module.css';
import { EditorPlace } from './EditorPlace';
import type { CommentActions } from './useComments';

const CommentEditor = lazy(() => import('./CommentEditor'));

interface CommentItemProps {
  comment: Comment;
  people: PersonToAssign[];
  actions: CommentActions;
  onReply?: () => void;
}

interface CommentMenuProps {
  onEdit?: () => void;
  onDelete: () => void;
}

function CommentMenu({ onEdit, onDelete }: CommentMenuProps) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label="More about this comment">
          <Ellipsis size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {onEdit && (
          <Menu.Item leftSection={<Pencil size={14} />} onClick={onEdit}>
            Edit
          </Menu.Item>
        )}
        <Menu.Item leftSection={<Trash2 size={14} />} color="red" onClick={onDelete}>
          Delete
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** One comment, or the place where one was. */
export function CommentItem({ comment, people, actions, onReply }: CommentItemProps) {
  const { user } = useSession();
  const [editing, setEditing] = useState(false);
  if (comment.deleted) return <p className={`${classes.gone} muted`}>This comment was deleted.</p>;
  const own = comment.author.id === user.id;
  const askToDelete = () =>
    void confirm({
      title: 'Delete this comment?',
      children: 'It cannot be brought back.',
      labels: { confirm: 'Delete', cancel: 'Cancel' },
      confirmProps: { color: 'red' },
      onConfirm: () => void actions.remove(comment.id),
    });
  return (
    <article
      className={classes.comment}
      id={`comment-${comment.id}`}
      aria-label={`Comment by ${comment.author.name}`}
    >
      <PersonMark name={comment.author.name} />
      <div className={classes.body}>
        <header className={classes.head}>
          <strong>{comment.author.name}</strong>
          <span className="muted">
            <Time at={comment.at} />
          </span>
          {comment.edited_at && (
            <span className="muted" title={absolute(new Date(comment.edited_at))}>
              edited
            </span>
          )}
          <span className={classes.tools}>
            {onReply && (
              <ActionIcon variant="subtle" color="gray" aria-label="Reply" title="Reply" onClick={onReply}>
                <Reply size={16} />
              </ActionIcon>
            )}
            {(own || administers(user.role)) && (
              <CommentMenu onEdit={own ? () => setEditing(true) : undefined} onDelete={askToDelete} />
            )}
          </span>
        </header>
        {editing ? (
          <Suspense fallback={<EditorPlace />}>
            <CommentEditor
              label="Comment"
              placeholder="Say something"
              verb="Save"
              people={people}
              initial={comment.body}
              autoFocus
              onCancel={() => setEditing(false)}
              onSave={async (text) => {
                const stored = await actions.change(comment.id, text);
                if (stored) setEditing(false);
                return stored;
              }}
            />
          </Suspense>
        ) : (
          // biome-ignore lint/security/noDangerouslySetInnerHtml: the server renders and sanitises it
          <div className={classes.text} dangerouslySetInnerHTML={{ __html: comment.html }} />
        )}
      </div>
    </article>
  );
}
