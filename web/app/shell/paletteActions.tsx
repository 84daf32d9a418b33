import { useMantineColorScheme } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { SpotlightActionGroupData } from '@mantine/spotlight';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import {
  FolderKanban,
  House,
  Inbox,
  Keyboard,
  ListFilter,
  Monitor,
  Moon,
  Plus,
  Search,
  Server,
  Sun,
  UserRound,
} from 'lucide-react';
import { qKeep } from '../api/client';
import { paths } from '../paths';
import { LevelBadge } from '../widgets/LevelBadge';
import { PlatformMark } from '../widgets/PlatformMark';
import { useProjectInView } from '../widgets/useProjectInView';
import { useProjects } from '../widgets/useProjects';
import { useSession } from '../widgets/useSession';
import { openSheet } from './palette';

const administers = (role: string) => role === 'admin' || role === 'owner';
const icon = { size: 17, strokeWidth: 1.75 };

/** The pages that one may go to. */
export function usePages(): SpotlightActionGroupData {
  const navigate = useNavigate();
  const admin = administers(useSession().user.role);
  const actions = [
    {
      id: 'overview',
      label: 'Overview',
      leftSection: <House {...icon} />,
      onClick: () => navigate(paths.overview()),
    },
    {
      id: 'issues',
      label: 'Issues',
      leftSection: <Inbox {...icon} />,
      onClick: () => navigate(paths.issues()),
    },
    {
      id: 'projects',
      label: 'Projects',
      leftSection: <FolderKanban {...icon} />,
      onClick: () => navigate(paths.projects()),
    },
    {
      id: 'profile',
      label: 'Profile',
      leftSection: <UserRound {...icon} />,
      onClick: () => navigate(paths.profile()),
    },
  ];
  if (admin) {
    actions.push(
      {
        id: 'instance',
        label: 'Instance',
        leftSection: <Server {...icon} />,
        onClick: () => navigate(paths.instance()),
      },
      {
        id: 'new',
        label: 'New project',
        leftSection: <Plus {...icon} />,
        onClick: () => navigate(paths.newProject()),
      },
    );
  }
  return { group: 'Pages', actions };
}

/** What one may do with each project. */
export function useProjectActions(): SpotlightActionGroupData[] {
  const navigate = useNavigate();
  const projects = useProjects().data?.items ?? [];
  const mark = (platform: string) => <PlatformMark platform={platform} />;
  return [
    {
      group: 'Issues of a project',
      actions: projects.map((p) => ({
        id: `issues-${p.id}`,
        label: p.name,
        description: 'Open issues',
        keywords: [p.slug],
        leftSection: mark(p.platform),
        onClick: () => navigate(paths.issues({ project: p.id })),
      })),
    },
    {
      group: 'Settings of a project',
      actions: projects.map((p) => ({
        id: `settings-${p.id}`,
        label: `${p.name}: settings`,
        keywords: [p.slug, 'keys', 'dsn'],
        leftSection: mark(p.platform),
        onClick: () => navigate(paths.projectSettings(p.id)),
      })),
    },
  ];
}

/** How Belfry looks, and its keys. */
export function useAppearance(): SpotlightActionGroupData {
  const { setColorScheme } = useMantineColorScheme();
  return {
    group: 'Belfry',
    actions: [
      {
        id: 'light',
        label: 'Light theme',
        leftSection: <Sun {...icon} />,
        onClick: () => setColorScheme('light'),
      },
      {
        id: 'dark',
        label: 'Dark theme',
        leftSection: <Moon {...icon} />,
        onClick: () => setColorScheme('dark'),
      },
      {
        id: 'auto',
        label: 'Theme of the system',
        leftSection: <Monitor {...icon} />,
        onClick: () => setColorScheme('auto'),
      },
      { id: 'keys', label: 'Keyboard shortcuts', leftSection: <Keyboard {...icon} />, onClick: openSheet },
    ],
  };
}

const lists: [id: string, label: string, query: string][] = [
  ['mine', 'Issues assigned to me', 'is:unresolved assigned:me'],
  ['unassigned', 'Issues that nobody has', 'is:unresolved assigned:none'],
  ['today', 'Issues that are new today', 'first_seen:today'],
  ['regressed', 'Issues that came back', 'is:regressed'],
  ['snoozed', 'Snoozed issues', 'is:snoozed'],
];

/** Searches that everybody makes. */
export function useLists(): SpotlightActionGroupData {
  const navigate = useNavigate();
  const project = useProjectInView();
  return {
    group: 'Lists',
    actions: lists.map(([id, label, query]) => ({
      id,
      label,
      keywords: [query],
      leftSection: <ListFilter {...icon} />,
      onClick: () => navigate(paths.issues({ project, query })),
    })),
  };
}

const settleMs = 150;
const most = 6;

/** Issues that fit what is typed, wherever they stand, and the way to the whole list of them. */
export function useIssueSearch(query: string): SpotlightActionGroupData[] {
  const navigate = useNavigate();
  const [wanted] = useDebouncedValue(query.trim(), settleMs);
  const { data } = useQuery({
    ...qKeep('listIssues', { query: { query: wanted, status: 'all', limit: most } }),
    enabled: wanted.length > 1,
    // A search that is half typed is often none.
    retry: false,
  });
  const typed = query.trim();
  if (typed === '') return [];
  const found = wanted.length > 1 ? (data?.items ?? []) : [];
  return [
    {
      group: 'Issues',
      actions: found.map((issue) => ({
        id: `issue-${issue.id}`,
        label: issue.title || 'Untitled',
        description: `${issue.short_id} · ${issue.project.name} · ${issue.status}`,
        keywords: [query],
        leftSection: <LevelBadge level={issue.level} compact />,
        onClick: () => navigate(paths.issue(issue.short_id)),
      })),
    },
    {
      group: 'Search',
      actions: [
        {
          id: 'search',
          label: `Search issues for “${typed}”`,
          keywords: [query],
          leftSection: <Search {...icon} />,
          onClick: () => navigate(paths.issues({ query: typed })),
        },
      ],
    },
  ];
}
