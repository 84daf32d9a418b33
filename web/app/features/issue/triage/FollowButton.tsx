import { Button, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Bell, BellRing } from 'lucide-react';
import { useState } from 'react';
import { q } from '../../../api/client';
import type { Issue } from '../../../api/schema';
import { count } from '../../../text/number';
import classes from './Triage.module.css';

interface FollowButtonProps {
  issue: Issue;
  onFollow: (on: boolean) => void;
}

/** Whether the reader is told of what happens to the issue, and who else is. */
export function FollowButton({ issue, onFollow }: FollowButtonProps) {
  const [asked, setAsked] = useState(false);
  const { data } = useQuery({
    ...q('listFollowers', { path: { issue_id: String(issue.id) } }),
    enabled: asked,
  });
  const names = data?.items.map((p) => p.name).join(', ');
  return (
    <div className={classes.follow}>
      <Button
        variant="default"
        size="compact-sm"
        aria-pressed={issue.followed}
        leftSection={issue.followed ? <BellRing size={14} /> : <Bell size={14} />}
        onClick={() => onFollow(!issue.followed)}
      >
        {issue.followed ? 'Following' : 'Follow'}
      </Button>
      {issue.followers > 0 && (
        <Tooltip label={names || '…'} multiline maw={280}>
          <button
            type="button"
            className={classes.who}
            onPointerEnter={() => setAsked(true)}
            onFocus={() => setAsked(true)}
          >
            {count(issue.followers, 'follower')}
          </button>
        </Tooltip>
      )}
    </div>
  );
}
