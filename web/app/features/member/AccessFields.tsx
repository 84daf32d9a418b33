import { MultiSelect, Select, Switch } from '@mantine/core';
import { administers, type Role, roles } from '../../widgets/roles';
import { useProjects } from '../../widgets/useProjects';
import { useSession } from '../../widgets/useSession';
import type { Access } from './access';

/** The role, and for the lesser ones the projects. */
export function AccessFields({ value, onChange }: { value: Access; onChange: (access: Access) => void }) {
  const owner = useSession().user.role === 'owner';
  const projects = useProjects();
  const open = roles.filter((role) => owner || role.value !== 'owner');
  return (
    <>
      <Select
        label="Role"
        description={roles.find((role) => role.value === value.role)?.text}
        data={open.map(({ value, label }) => ({ value, label }))}
        value={value.role}
        onChange={(role) => onChange({ ...value, role: role as Role })}
        allowDeselect={false}
      />
      {!administers(value.role) && (
        <Switch
          label="Sees every project"
          checked={value.all}
          onChange={(event) => onChange({ ...value, all: event.currentTarget.checked })}
        />
      )}
      {!administers(value.role) && !value.all && (
        <MultiSelect
          label="Projects"
          placeholder={value.projects.length === 0 ? 'None yet' : undefined}
          data={(projects.data?.items ?? []).map((project) => ({
            value: String(project.id),
            label: project.name,
          }))}
          value={value.projects}
          onChange={(chosen) => onChange({ ...value, projects: chosen })}
          searchable
        />
      )}
    </>
  );
}
