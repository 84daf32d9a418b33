import { Alert, Button, Group, Modal, Skeleton, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { q, useAction } from '../../../api/client';
import { toUserMessage } from '../../../api/errors';
import type { Contents, Project } from '../../../api/schema';
import { paths } from '../../../paths';
import { bytes } from '../../../text/bytes';
import { count } from '../../../text/number';
import { toast } from '../../../ui/toast';
import classes from './DeleteDialog.module.css';

interface DeleteDialogProps {
  project: Project;
  opened: boolean;
  onClose: () => void;
}

function lines(contents: Contents): string[] {
  return [
    count(contents.issues, 'issue'),
    count(contents.events, 'event'),
    `${count(contents.attachments, 'attachment')} (${bytes(contents.attachment_bytes)})`,
    count(contents.feedback, 'message from users', 'messages from users'),
    count(contents.keys, 'key'),
  ];
}

function WhatGoes({ projectId }: { projectId: number }) {
  const contents = useQuery({
    ...q('getProjectContents', { path: { project_id: projectId } }),
    staleTime: 0,
  });
  if (contents.isPending) return <Skeleton height={110} />;
  if (contents.error) return <Alert color="red">{toUserMessage(contents.error)}</Alert>;
  return (
    <ul className={classes.list}>
      {lines(contents.data).map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

function DeleteForm({ project, onClose }: DeleteDialogProps) {
  const [typed, setTyped] = useState('');
  const navigate = useNavigate();
  const remove = useAction('deleteProject', {
    inline: true,
    changes: ['listProjects', 'listIssues', 'countIssues'],
    onSuccess: () => {
      toast.success(`${project.name} is being deleted.`);
      void navigate(paths.projects());
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed === project.slug)
      remove.mutate({ path: { project_id: project.id }, query: { confirm: typed } });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <p>This removes for good:</p>
        <WhatGoes projectId={project.id} />
        <TextInput
          label={
            <>
              Type <code>{project.slug}</code> to confirm
            </>
          }
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
        />
        {remove.error && (
          <Alert color="red" role="alert">
            {toUserMessage(remove.error)}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" color="red" disabled={typed !== project.slug} loading={remove.isPending}>
            Delete project
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Says what deleting removes and asks for the slug. */
export function DeleteDialog(props: DeleteDialogProps) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={`Delete ${props.project.name}?`}>
      <DeleteForm {...props} />
    </Modal>
  );
}
