import { Button, Checkbox, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useAction } from '../../../api/client';
import { fieldErrors } from '../../../api/errors';
import { FormFailure } from '../../../ui/FormFailure';
import { useProjects } from '../../../widgets/useProjects';
import { type InboxSearch, viewState } from './search';
import type { View } from './ViewsMenu';

interface ViewDialogProps {
  search: InboxSearch;
  /** The view to change; absent to make one of what the page shows. */
  view: View | undefined;
  onClose: () => void;
}

/** Asks what a view is called and who sees it. */
export function ViewDialog({ search, view, onClose }: ViewDialogProps) {
  const navigate = useNavigate();
  const of = view ? (view.project_id ?? undefined) : search.project;
  const project = useProjects().data?.items.find((p) => p.id === of);
  const [name, setName] = useState(view?.name ?? '');
  const [shared, setShared] = useState(view?.shared ?? false);
  const create = useAction('createView', {
    changes: ['listViews'],
    inline: true,
    onSuccess: ({ id }) => {
      onClose();
      void navigate({ to: '/issues', search: { ...search, view: id }, replace: true, resetScroll: false });
    },
  });
  const update = useAction('updateView', { changes: ['listViews'], inline: true, onSuccess: onClose });
  const error = create.error ?? update.error;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = { name: name.trim(), shared, project_id: of ?? null };
    if (view) update.mutate({ path: { view_id: view.id }, body: { ...body, state: view.state } });
    else create.mutate({ body: { ...body, in: 'issues', state: viewState(search) } });
  };
  return (
    <Modal opened onClose={onClose} title={view ? `Change “${view.name}”` : 'Save as a view'}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <FormFailure error={error} fields={['name']} />
          <TextInput
            label="Name"
            data-autofocus
            required
            maxLength={100}
            value={name}
            error={fieldErrors(error).name}
            onChange={(e) => setName(e.currentTarget.value)}
          />
          <Checkbox
            label={project ? `Everybody who sees ${project.name} may use it` : 'Everybody may use it'}
            checked={shared}
            onChange={(e) => setShared(e.currentTarget.checked)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={!name.trim()} loading={create.isPending || update.isPending}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
