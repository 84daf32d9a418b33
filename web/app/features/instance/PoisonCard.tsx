import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { q, useAction } from '../../api/client';
import type { Poison } from '../../api/schema';
import { bytes } from '../../text/bytes';
import { Card } from '../../ui/Card';
import { confirm } from '../../ui/confirm';
import { Failure } from '../../ui/Failure';
import { SideScroll } from '../../ui/SideScroll';
import { Time } from '../../ui/Time';
import { toast } from '../../ui/toast';
import classes from './Tables.module.css';
import { useProjectNames } from './useProjectNames';

const changes = ['listPoison', 'getInstance'] as const;

function Actions({ poison }: { poison: Poison }) {
  const path = { poison_id: poison.id };
  const retry = useAction('retryPoison', {
    changes: [...changes],
    onSuccess: () => toast.success('The record is digested again.'),
  });
  const remove = useAction('deletePoison', {
    changes: [...changes],
    onSuccess: () => toast.success('Record deleted.'),
  });
  const ask = () =>
    void confirm({
      title: `Delete record ${poison.seq}?`,
      children: 'What is in it is lost. A later version of Belfry may be able to read it.',
      labels: { confirm: 'Delete record', cancel: 'Cancel' },
      confirmProps: { color: 'red' },
      onConfirm: () => remove.mutate({ path }),
    });
  return (
    <div className={classes.buttons}>
      <Button variant="default" onClick={() => retry.mutate({ path })} loading={retry.isPending}>
        Try again
      </Button>{' '}
      <Button variant="subtle" color="red" onClick={ask} loading={remove.isPending}>
        Delete
      </Button>
    </div>
  );
}

function PoisonTable({ items }: { items: Poison[] }) {
  const nameOf = useProjectNames();
  return (
    <SideScroll label="Records that were set aside">
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Record</th>
            <th scope="col">Error</th>
            <th scope="col">From</th>
            <th scope="col" className="number">
              Tries
            </th>
            <th scope="col" className="number">
              Size
            </th>
            <th scope="col">When</th>
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((poison) => (
            <tr key={poison.id}>
              <th scope="row">{poison.seq}</th>
              <td>
                <pre className={classes.error}>{poison.error}</pre>
              </td>
              <td>
                {nameOf(poison.project_id)}, {poison.protocol}
              </td>
              <td className="number">{poison.tries}</td>
              <td className="number">{bytes(poison.bytes)}</td>
              <td>
                <Time at={poison.at} />
              </td>
              <td>
                <Actions poison={poison} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </SideScroll>
  );
}

/** Records that could not be digested: they wait here, the others went on. */
export function PoisonCard() {
  const poison = useQuery({ ...q('listPoison'), refetchInterval: 10_000 });
  const items = poison.data?.items ?? [];
  return (
    <Card
      title="Set aside"
      text="What fails three times is put here with its error, so that it holds up nothing else. After an update, try again."
    >
      {poison.isPending && <Skeleton height={60} />}
      {poison.error && !poison.data && (
        <Failure
          title="The records could not be loaded"
          error={poison.error}
          onRetry={() => void poison.refetch()}
        />
      )}
      {poison.data && items.length === 0 && <p className="muted">Nothing is set aside.</p>}
      {items.length > 0 && <PoisonTable items={items} />}
    </Card>
  );
}
