import { Button, Skeleton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { q } from '../../../api/client';
import type { Project } from '../../../api/schema';
import { Card } from '../../../ui/Card';
import { EmptyState } from '../../../ui/EmptyState';
import { Failure } from '../../../ui/Failure';
import { administers } from '../../../widgets/roles';
import { useSession } from '../../../widgets/useSession';
import { KeyDialog } from './KeyDialog';
import { KeyRow } from './KeyRow';
import classes from './KeySettings.module.css';

/** Why something is disabled, where it is. */
function adminOnly(admin: boolean) {
  return admin ? undefined : 'Only administrators change keys';
}

/** The keys that let events in. */
export function KeySettings({ project }: { project: Project }) {
  const keys = useQuery(q('listKeys', { path: { project_id: project.id } }));
  const [creating, create] = useDisclosure();
  const admin = administers(useSession().user.role);
  return (
    <Card
      title="Keys"
      text="A key lets programs send to this project. Its DSN is not a secret that opens anything else, but who has it can send."
      actions={
        <Button
          leftSection={<Plus size={14} />}
          onClick={create.open}
          disabled={!admin}
          title={adminOnly(admin)}
        >
          New key
        </Button>
      }
    >
      {keys.isPending && <Skeleton height={180} />}
      {keys.error && (
        <Failure
          title="The keys could not be loaded"
          error={keys.error}
          onRetry={() => void keys.refetch()}
        />
      )}
      {keys.data?.items.length === 0 && (
        <EmptyState
          icon={KeyRound}
          title="No key"
          text="Nothing can be sent to this project until it has one."
          action={admin && <Button onClick={create.open}>Create a key</Button>}
        />
      )}
      {keys.data && keys.data.items.length > 0 && (
        <ul className={classes.list}>
          {keys.data.items.map((key) => (
            <KeyRow key={key.id} projectId={project.id} projectKey={key} admin={admin} />
          ))}
        </ul>
      )}
      <KeyDialog projectId={project.id} opened={creating} onClose={create.close} />
    </Card>
  );
}
