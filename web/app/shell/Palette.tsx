import '@mantine/spotlight/styles.css';
import { useMantineColorScheme } from '@mantine/core';
import { createSpotlight, Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight';
import { useNavigate } from '@tanstack/react-router';
import {
  FolderKanban,
  Inbox,
  Keyboard,
  Monitor,
  Moon,
  Plus,
  Search,
  Server,
  Sun,
  UserRound,
} from 'lucide-react';
import { useEffect, useState } from 'react';
import { paths } from '../paths';
import { PlatformMark } from '../widgets/PlatformMark';
import { useProjects } from '../widgets/useProjects';
import { useSession } from '../widgets/useSession';
import classes from './Palette.module.css';
import { openSheet, paletteWanted } from './palette';

const [store, palette] = createSpotlight();
const icon = { size: 17, strokeWidth: 1.75 };

function usePages(): SpotlightActionGroupData {
  const navigate = useNavigate();
  const admin = useSession().user.role === 'admin';
  const actions = [
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

function useProjectActions(): SpotlightActionGroupData[] {
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

function useAppearance(): SpotlightActionGroupData {
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

/** Jumps to pages, projects, issues and actions by typing. */
export default function Palette() {
  const [query, setQuery] = useState('');
  const navigate = useNavigate();
  const groups = [usePages(), ...useProjectActions(), useAppearance()];
  // The palette opens by its own store, which lives outside of React.
  useEffect(() => {
    palette.open();
    return paletteWanted.follow(palette.open);
  }, []);
  if (query.trim() !== '') {
    groups.push({
      group: 'Search',
      actions: [
        {
          id: 'search',
          label: `Search issues for “${query.trim()}”`,
          keywords: [query],
          leftSection: <Search {...icon} />,
          onClick: () => navigate(paths.issues({ query: query.trim() })),
        },
      ],
    });
  }
  return (
    <Spotlight
      store={store}
      shortcut={null}
      query={query}
      onQueryChange={setQuery}
      actions={groups}
      highlightQuery
      clearQueryOnClose
      scrollable
      maxHeight={420}
      centered={false}
      yOffset="12vh"
      overlayProps={{ blur: 0, backgroundOpacity: 0.35 }}
      classNames={classes}
      nothingFound="Nothing matches"
      searchProps={{ leftSection: <Search size={18} />, placeholder: 'Go to a page, a project, an issue…' }}
    />
  );
}
