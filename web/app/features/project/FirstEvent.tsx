import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { CircleCheck, CircleDotDashed, Send } from 'lucide-react';
import { useAction } from '../../api/client';
import type { Issue, Project } from '../../api/schema';
import { paths } from '../../paths';
import classes from './FirstEvent.module.css';
import { useFirstEvent } from './useFirstEvent';

function Received({ issue, isFirst }: { issue: Issue; isFirst: boolean }) {
  return (
    <>
      <CircleCheck size={20} className={classes.done} aria-hidden />
      <div className={classes.text}>
        <strong>{isFirst ? 'Received the first event!' : 'Received!'}</strong>
        <Link {...paths.issue(issue.short_id)} className={classes.issue} title={issue.title}>
          <span className={classes.id}>{issue.short_id}</span> {issue.title}
        </Link>
      </div>
    </>
  );
}

function Waiting({ isFirst }: { isFirst: boolean }) {
  return (
    <>
      <CircleDotDashed size={20} className={classes.waiting} aria-hidden />
      <div className={classes.text}>
        <strong>{isFirst ? 'Waiting for the first event…' : 'Waiting for the next event…'}</strong>
        <span className="muted">This line changes by itself.</span>
      </div>
    </>
  );
}

/** The live line of the guide: waiting, then received with a link; and a button to try it out. */
export function FirstEvent({ project }: { project: Project }) {
  const { received, isFirst, watchAgain } = useFirstEvent(project);
  const test = useAction('sendTestEvent');
  const send = () => {
    watchAgain();
    test.mutate({ path: { project_id: project.id } });
  };
  return (
    <section className={classes.card} data-received={received ? true : undefined} aria-label="First event">
      <div className={classes.line} role="status">
        {received ? <Received issue={received} isFirst={isFirst} /> : <Waiting isFirst={isFirst} />}
      </div>
      <Button
        variant={received ? 'default' : 'light'}
        onClick={send}
        loading={test.isPending}
        leftSection={<Send size={14} />}
        fullWidth
      >
        Send test event
      </Button>
    </section>
  );
}
