import { Menu, ScrollArea, TextInput, UnstyledButton } from '@mantine/core';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { Check, ChevronsUpDown, Plus, Search } from 'lucide-react';
import { useState } from 'react';
import type { Project } from '../api/schema';
import { paths } from '../paths';
import { MenuLink } from '../widgets/links';
import { PlatformMark } from '../widgets/PlatformMark';
import { administers } from '../widgets/roles';
import { useProjectInView } from '../widgets/useProjectInView';
import { useProjects } from '../widgets/useProjects';
import { useSession } from '../widgets/useSession';
import classes from './ProjectSwitcher.module.css';

// Settings and the guide stay on the same page of the other project; elsewhere the inbox of it opens.
function useSwitch() {
  const navigate = useNavigate();
  const { pathname } = useLocation();
  return (project: Project | undefined) => {
    if (project && pathname.includes('/settings')) return navigate(paths.projectSettings(project.id));
    if (project && pathname.endsWith('/setup')) return navigate(paths.projectGuide(project.id));
    return navigate(paths.issues({ project: project?.id }));
  };
}

function matching(projects: Project[], query: string): Project[] {
  const wanted = query.trim().toLowerCase();
  return projects.filter((p) => `${p.name} ${p.slug}`.toLowerCase().includes(wanted));
}

/** Says which project is shown and changes it. */
export function ProjectSwitcher() {
  const { data } = useProjects();
  const { user } = useSession();
  const [query, setQuery] = useState('');
  const switchTo = useSwitch();
  const inView = useProjectInView();
  const projects = data?.items ?? [];
  const current = projects.find((p) => p.id === inView);
  return (
    <Menu width={280} onClose={() => setQuery('')} trapFocus>
      <Menu.Target>
        <UnstyledButton className={classes.button} aria-label={`Project: ${current?.name ?? 'all projects'}`}>
          {current && <PlatformMark platform={current.platform} />}
          <span className="truncate">{current?.name ?? (inView ? '…' : 'All projects')}</span>
          <ChevronsUpDown size={14} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {projects.length > 7 && (
          <TextInput
            aria-label="Find a project"
            placeholder="Find a project"
            leftSection={<Search size={14} />}
            value={query}
            onChange={(e) => setQuery(e.currentTarget.value)}
            data-autofocus
            mb={4}
          />
        )}
        <Menu.Item rightSection={inView ? null : <Check size={14} />} onClick={() => switchTo(undefined)}>
          All projects
        </Menu.Item>
        <Menu.Divider />
        <ScrollArea.Autosize mah={320}>
          {matching(projects, query).map((p) => (
            <Menu.Item
              key={p.id}
              leftSection={<PlatformMark platform={p.platform} />}
              rightSection={p.id === inView ? <Check size={14} /> : null}
              onClick={() => switchTo(p)}
            >
              {p.name}
            </Menu.Item>
          ))}
        </ScrollArea.Autosize>
        {administers(user.role) && (
          <>
            {projects.length > 0 && <Menu.Divider />}
            <MenuLink {...paths.newProject()} leftSection={<Plus size={15} />}>
              New project
            </MenuLink>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
