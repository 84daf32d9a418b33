import { Badge, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type Answer, q, useAction } from '../../../api/client';
import { Card } from '../../../ui/Card';
import { confirm } from '../../../ui/confirm';
import { Failure } from '../../../ui/Failure';
import { Time } from '../../../ui/Time';
import { toast } from '../../../ui/toast';
import { agentName } from './agent';
import classes from './Security.module.css';

type BrowserSession = Answer<'listSessions'>['items'][number];

function Row({ session }: { session: BrowserSession }) {
  const end = useAction('deleteOneSession', {
    changes: ['listSessions'],
    onSuccess: () => toast.success('Signed out there.'),
  });
  const name = agentName(session.agent);
  return (
    <li className={classes.row}>
      <div className={classes.what}>
        <span className={classes.name} title={session.agent}>
          {name}{' '}
          {session.current && (
            <Badge variant="light" size="sm">
              This one
            </Badge>
          )}
        </span>
        <span className="muted">
          {session.address && `${session.address} · `}
          {session.current ? (
            'in use now'
          ) : (
            <>
              last used <Time at={session.seen_at} />
            </>
          )}{' '}
          · signed in <Time at={session.created_at} />
        </span>
      </div>
      {!session.current && (
        <Button
          variant="subtle"
          color="red"
          aria-label={`Sign out ${name}`}
          loading={end.isPending}
          onClick={() => end.mutate({ path: { session_id: session.id } })}
        >
          Sign out
        </Button>
      )}
    </li>
  );
}

/** Where the user is signed in. */
export function Sessions() {
  const sessions = useQuery(q('listSessions'));
  const endOthers = useAction('deleteOtherSessions', {
    changes: ['listSessions'],
    onSuccess: () => toast.success('Signed out everywhere else.'),
  });
  const items = sessions.data?.items ?? [];
  const ask = () =>
    void confirm({
      title: 'Sign out everywhere else?',
      children: 'Every other browser has to sign in again. Tokens keep working.',
      labels: { confirm: 'Sign out everywhere else', cancel: 'Cancel' },
      confirmProps: { color: 'red' },
      onConfirm: () => endOthers.mutate({}),
    });
  return (
    <Card
      title="Sessions"
      text="Browsers in which you are signed in."
      actions={
        items.length > 1 && (
          <Button variant="default" onClick={ask} loading={endOthers.isPending}>
            Sign out everywhere else
          </Button>
        )
      }
    >
      {sessions.error && (
        <Failure
          title="The sessions could not be loaded"
          error={sessions.error}
          onRetry={() => void sessions.refetch()}
        />
      )}
      <ul className={classes.list}>
        {items.map((session) => (
          <Row key={session.id} session={session} />
        ))}
      </ul>
    </Card>
  );
}
