import { Alert, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Lock } from 'lucide-react';
import { q } from '../../api/client';
import { ApiError } from '../../api/errors';
import type { Instance } from '../../api/schema';
import { duration } from '../../text/time';
import { EmptyState } from '../../ui/EmptyState';
import { Failure } from '../../ui/Failure';
import { Page } from '../../ui/Page';
import { useNow } from '../../ui/useNow';
import { DiscardCard } from './DiscardCard';
import { PartitionCard } from './PartitionCard';
import { PoisonCard } from './PoisonCard';
import { StorageCard } from './StorageCard';
import { Tiles } from './Tiles';

const REFRESH_MS = 10_000;

const databases: Record<string, string> = {
  sqlite: 'SQLite',
  postgres: 'PostgreSQL',
  postgresql: 'PostgreSQL',
};

function Lead({ instance }: { instance: Instance }) {
  const up = useNow().getTime() - new Date(instance.started_at).getTime();
  const database = databases[instance.database] ?? instance.database;
  return `Belfry ${instance.version} · up for ${duration(Math.max(1000, up))} · ${database}`;
}

function Refused({ error, retry }: { error: unknown; retry: () => void }) {
  if (error instanceof ApiError && error.status === 403) {
    return (
      <EmptyState
        icon={Lock}
        title="For administrators"
        text="Ask one of them what you would like to know."
      />
    );
  }
  return <Failure title="The state of the server could not be loaded" error={error} onRetry={retry} />;
}

/** How this installation is doing; renewed every ten seconds. */
export default function InstancePage() {
  const state = useQuery({ ...q('getInstance'), refetchInterval: REFRESH_MS, staleTime: 0 });
  const instance = state.data;
  return (
    <Page title="Instance" lead={instance && <Lead instance={instance} />}>
      {state.isPending && (
        <>
          <Skeleton height={92} mb="md" />
          <Skeleton height={220} mb="md" />
          <Skeleton height={220} />
        </>
      )}
      {state.error && !instance && <Refused error={state.error} retry={() => void state.refetch()} />}
      {instance && (
        <>
          {instance.spool.stalled && (
            <Alert color="red" role="alert" mb="md" title="Nothing is digested at the moment">
              {instance.spool.stalled} What comes in is kept and waits.
            </Alert>
          )}
          <Tiles instance={instance} />
          <StorageCard instance={instance} />
          <DiscardCard discards={instance.discards} />
          <PoisonCard />
          <PartitionCard partitions={instance.partitions} />
        </>
      )}
    </Page>
  );
}
