import { Button, Modal, MultiSelect, Group as Row, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { call, invalidate, q, useAction } from '../../api/client';
import { fieldErrors } from '../../api/errors';
import type { Overview } from '../../api/schema';
import { paths } from '../../paths';
import { FormFailure } from '../../ui/FormFailure';

interface GroupDialogProps {
  /** The group to change; without one a new group is made. */
  group?: Overview['groups'][number];

  onClose: () => void;
}

/** Name and projects of a group. */
export function GroupDialog({ group, onClose }: GroupDialogProps) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const all = useQuery(q('listProjects', { query: {} })).data?.items ?? [];
  const before = all.filter((p) => group && p.group_id === group.id).map((p) => String(p.id));
  const form = useForm({
    initialValues: { name: group?.name ?? '', projects: before },
    validate: { name: (name) => (name.trim() === '' ? 'Enter a name.' : null) },
  });
  const place = async (id: number) => {
    const wanted = form.values.projects;
    const moves = [
      ...wanted.filter((p) => !before.includes(p)).map((p) => [p, id] as const),
      ...before.filter((p) => !wanted.includes(p)).map((p) => [p, 0] as const),
    ];
    for (const [project, target] of moves) {
      await call('updateProject', { path: { project_id: Number(project) }, body: { group_id: target } });
    }
    await invalidate(queries, 'getOverview', 'listProjects', 'getProject', 'listProjectGroups');
    onClose();
    void navigate(paths.overview({ group: id }));
  };
  const options = {
    inline: true,
    onSuccess: (made: { id: number }) => place(made.id),
    onError: (error: Parameters<typeof fieldErrors>[0]) => form.setErrors(fieldErrors(error)),
  };
  const create = useAction('createProjectGroup', options);
  const rename = useAction('renameProjectGroup', options);
  const save = ({ name }: { name: string }) =>
    group
      ? rename.mutate({ path: { group_id: group.id }, body: { name } })
      : create.mutate({ body: { name } });
  return (
    <Modal opened onClose={onClose} title={group ? 'Change the group' : 'New group'}>
      <form noValidate onSubmit={form.onSubmit(save)}>
        <Stack gap="md">
          <TextInput label="Name" maxLength={80} data-autofocus {...form.getInputProps('name')} />
          <MultiSelect
            label="Projects"
            description="A project is in one group at most."
            data={all.map((p) => ({ value: String(p.id), label: p.name }))}
            searchable
            {...form.getInputProps('projects')}
          />
          <FormFailure error={create.error ?? rename.error} fields={['name']} />
          <Row justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending || rename.isPending}>
              {group ? 'Save' : 'Create the group'}
            </Button>
          </Row>
        </Stack>
      </form>
    </Modal>
  );
}
