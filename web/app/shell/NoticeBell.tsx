import { ActionIcon, Button, Indicator, Popover } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Bell } from 'lucide-react';
import { useState } from 'react';
import { call, invalidate, q } from '../api/client';
import { toUserMessage } from '../api/errors';
import type { Notice } from '../api/schema';
import { useLiveRefresh } from '../api/useLive';
import { paths } from '../paths';
import { compact, count } from '../text/number';
import { Time } from '../ui/Time';
import { toast } from '../ui/toast';
import classes from './NoticeBell.module.css';
import { noticeSentence } from './notices';

const telling = new Set(['status', 'edited', 'regressed']);

function NoticeLine({ notice, onRead }: { notice: Notice; onRead: (notice: Notice) => void }) {
  const tab = notice.comment_id === null ? undefined : 'comments';
  return (
    <li>
      <Link
        {...paths.issue(notice.issue.short_id, { tab })}
        className={classes.notice}
        data-unread={notice.read_at === null || undefined}
        onClick={() => onRead(notice)}
      >
        <span className={classes.what}>{noticeSentence(notice)}</span>
        <span className={classes.title}>
          <span className="muted">{notice.issue.short_id}</span> {notice.issue.title}
        </span>
        <span className="muted">
          <Time at={notice.at} />
        </span>
      </Link>
    </li>
  );
}

/** What the reader is told: assigned, mentioned, and what happens to issues that they follow. */
export function NoticeBell() {
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const { data } = useQuery({ ...q('listNotices', { query: { limit: 30 } }), refetchInterval: 60_000 });
  useLiveRefresh((change) => change.topic === 'issue' && telling.has(change.change), 'listNotices');
  const unread = data?.unread ?? 0;
  const read = async (body: { ids?: number[]; up_to?: number }) => {
    try {
      await call('readNotices', { body });
      await invalidate(queries, 'listNotices');
    } catch (error) {
      toast.failure(toUserMessage(error));
    }
  };
  const follow = (notice: Notice) => {
    setOpen(false);
    if (notice.read_at === null) void read({ ids: [notice.id] });
  };
  const newest = data?.items[0];
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={380} trapFocus returnFocus>
      <Indicator label={compact(unread)} disabled={unread === 0} size={16} offset={5}>
        <Popover.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={34}
            aria-label={unread > 0 ? `Notices, ${unread} unread` : 'Notices'}
            onClick={() => setOpen(!open)}
          >
            <Bell size={17} />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown className={classes.box} aria-label="Notices">
        <div className={classes.head}>
          <h2>Notices</h2>
          {unread > 0 && newest && (
            <Button variant="subtle" size="compact-sm" onClick={() => void read({ up_to: newest.id })}>
              Mark {count(unread, 'notice')} as read
            </Button>
          )}
        </div>
        {data?.items.length === 0 && (
          <p className={`${classes.none} muted`}>
            Nothing yet. You are told when you are assigned or mentioned, and of issues that you follow.
          </p>
        )}
        <ul className={classes.list}>
          {data?.items.map((notice) => (
            <NoticeLine key={notice.id} notice={notice} onRead={follow} />
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}
