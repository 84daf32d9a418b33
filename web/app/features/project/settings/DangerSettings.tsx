import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Archive, ArchiveRestore, Trash2 } from 'lucide-react';
import { useAction } from '../../../api/client';
import type { Project } from '../../../api/schema';
import { Card } from '../../../ui/Card';
import { toast } from '../../../ui/toast';
import { administers } from '../../../widgets/roles';
import { useSession } from '../../../widgets/useSession';
import { DeleteDialog } from './DeleteDialog';

function ArchiveSection({ project }: { project: Project }) {
  const archived = project.status === 'archived';
  const update = useAction('updateProject', {
    changes: ['getProject', 'listProjects'],
    onSuccess: () =>
      toast.success(archived ? `${project.name} takes events again.` : `${project.name} is archived.`),
  });
  const change = () =>
    update.mutate({ path: { project_id: project.id }, body: { status: archived ? 'active' : 'archived' } });
  return (
    <Card
      title={archived ? 'Restore' : 'Archive'}
      text={
        archived
          ? 'The project takes events again with the keys that are on, and comes back into the lists.'
          : 'The project leaves the lists and refuses events. Everything in it stays, and it can be restored at any time.'
      }
      actions={
        <Button
          variant="default"
          onClick={change}
          loading={update.isPending}
          leftSection={archived ? <ArchiveRestore size={14} /> : <Archive size={14} />}
        >
          {archived ? 'Restore project' : 'Archive project'}
        </Button>
      }
    />
  );
}

/** Archiving and deleting. */
export function DangerSettings({ project }: { project: Project }) {
  const [deleting, remove] = useDisclosure();
  const admin = administers(useSession().user.role);
  return (
    <>
      <ArchiveSection project={project} />
      <Card
        danger
        title="Delete"
        text="Removes the project with all its issues, events, attachments and keys. There is no way back."
        actions={
          <Button
            variant="outline"
            color="red"
            onClick={remove.open}
            leftSection={<Trash2 size={14} />}
            disabled={!admin}
            title={admin ? undefined : 'Only administrators delete projects'}
          >
            Delete project…
          </Button>
        }
      />
      <DeleteDialog project={project} opened={deleting} onClose={remove.close} />
    </>
  );
}
