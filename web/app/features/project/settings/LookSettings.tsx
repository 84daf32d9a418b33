import { Button, Select, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { q, useAction } from '../../../api/client';
import type { Project } from '../../../api/schema';
import { Card } from '../../../ui/Card';
import { FormFailure } from '../../../ui/FormFailure';
import { toast } from '../../../ui/toast';
import { ProjectMark } from '../../../widgets/ProjectMark';
import { projectColors, projectIcons } from '../../../widgets/projectLooks';
import classes from './LookSettings.module.css';

interface PickerProps {
  label: string;
  names: string[];
  value: string;
  onChange: (name: string) => void;
  look: (name: string) => { icon: string; color: string };
  platform: string;
}

function Picker({ label, names, value, onChange, look, platform }: PickerProps) {
  return (
    <fieldset className={classes.picker}>
      <legend>{label}</legend>
      {['', ...names].map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={name === value}
          aria-label={name || 'As the platform'}
          title={name || 'As the platform'}
          onClick={() => onChange(name)}
        >
          <ProjectMark project={{ platform, ...look(name) }} large />
        </button>
      ))}
    </fieldset>
  );
}

/** The sign of a project and the group that it is shown in. */
export function LookSettings({ project }: { project: Project }) {
  const groups = useQuery(q('listProjectGroups')).data?.items ?? [];
  const form = useForm({
    initialValues: { icon: project.icon, color: project.color, group: String(project.group_id ?? 0) },
  });
  const save = useAction('updateProject', {
    inline: true,
    changes: ['getProject', 'listProjects', 'getOverview', 'listProjectGroups'],
    onSuccess: () => {
      form.resetDirty();
      toast.success('Saved.');
    },
  });
  const { icon, color } = form.values;
  const submit = (values: typeof form.values) =>
    save.mutate({
      path: { project_id: project.id },
      body: { icon: values.icon, color: values.color, group_id: Number(values.group) },
    });
  return (
    <Card title="Sign and group" text="How people find the project on the overview and in lists.">
      <form onSubmit={form.onSubmit(submit)}>
        <Stack gap="md">
          <Picker
            label="Sign"
            names={Object.keys(projectIcons)}
            value={icon}
            onChange={(name) => form.setFieldValue('icon', name)}
            look={(name) => ({ icon: name, color })}
            platform={project.platform}
          />
          <Picker
            label="Colour"
            names={Object.keys(projectColors)}
            value={color}
            onChange={(name) => form.setFieldValue('color', name)}
            look={(name) => ({ icon, color: name })}
            platform={project.platform}
          />
          <Select
            label="Group"
            description="Groups are made on the overview."
            data={[
              { value: '0', label: 'None' },
              ...groups.map((group) => ({ value: String(group.id), label: group.name })),
            ]}
            allowDeselect={false}
            maw={420}
            {...form.getInputProps('group')}
          />
          <FormFailure error={save.error} fields={[]} />
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
