import { Button, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useAction } from '../../../api/client';
import { fieldErrors } from '../../../api/errors';
import type { Project } from '../../../api/schema';
import { Card } from '../../../ui/Card';
import { FormFailure } from '../../../ui/FormFailure';
import { toast } from '../../../ui/toast';
import { GUIDES, guideFor } from '../guides/catalogue';
import { slugProblem } from '../slug';

const platforms = GUIDES.map((guide) => ({ value: guide.id, label: guide.name }));
const fields = ['name', 'slug', 'platform'];

/** Name, slug and platform. */
export function GeneralSettings({ project }: { project: Project }) {
  const form = useForm({
    initialValues: { name: project.name, slug: project.slug, platform: guideFor(project.platform).id },
    validate: {
      name: (name) => (name.trim() === '' ? 'Enter a name.' : null),
      slug: slugProblem,
    },
    validateInputOnBlur: true,
  });
  const save = useAction('updateProject', {
    inline: true,
    changes: ['getProject', 'listProjects', 'listIssues'],
    onSuccess: () => {
      form.resetDirty();
      toast.success('Saved.');
    },
    onError: (error) => form.setErrors(fieldErrors(error)),
  });
  return (
    <Card
      title="General"
      text={`The id of this project is ${project.id}. It is part of every DSN and never changes.`}
    >
      <form
        noValidate
        onSubmit={form.onSubmit((body) => save.mutate({ path: { project_id: project.id }, body }))}
      >
        <Stack gap="md" maw={420}>
          <TextInput label="Name" maxLength={80} {...form.getInputProps('name')} />
          <TextInput
            label="Slug"
            description="The short name: issues are called after it, such as SHOP-12."
            maxLength={50}
            {...form.getInputProps('slug')}
          />
          <Select
            label="Platform"
            description="Which guide opens first. Events of any platform are taken."
            data={platforms}
            searchable
            allowDeselect={false}
            {...form.getInputProps('platform')}
          />
          <FormFailure error={save.error} fields={fields} />
          <Button
            type="submit"
            disabled={!form.isDirty()}
            loading={save.isPending}
            style={{ alignSelf: 'start' }}
          >
            Save changes
          </Button>
        </Stack>
      </form>
    </Card>
  );
}
