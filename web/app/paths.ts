import { linkOptions } from '@tanstack/react-router';

type IssueSearch = {
  project?: number;
  event?: string;
  tab?: 'occurrences' | 'comments' | 'activity' | 'grouping' | 'feedback';
};

/** Every address of the app. Features link to each other through these alone. */
export const paths = {
  overview: (search: { group?: number | 'favorites'; period?: '24h' | '7d' | '30d' } = {}) =>
    linkOptions({ to: '/', search }),
  issues: (search: { project?: number; query?: string } = {}) => linkOptions({ to: '/issues', search }),
  issue: (issueId: string, search: IssueSearch = {}) =>
    linkOptions({ to: '/issues/$issueId', params: { issueId }, search }),
  projects: (search: { status?: 'archived' } = {}) => linkOptions({ to: '/projects', search }),
  newProject: () => linkOptions({ to: '/projects/new' }),
  projectGuide: (projectId: number) =>
    linkOptions({ to: '/projects/$projectId/setup', params: { projectId: String(projectId) } }),
  projectSettings: (projectId: number, section?: ProjectSection) =>
    linkOptions({
      to: '/projects/$projectId/settings/{-$section}',
      params: { projectId: String(projectId), section },
    }),
  members: () => linkOptions({ to: '/members' }),
  audit: (search: { actor?: number; action?: string; from?: string; to?: string } = {}) =>
    linkOptions({ to: '/audit', search }),
  instance: () => linkOptions({ to: '/instance' }),
  profile: () => linkOptions({ to: '/profile' }),
  signIn: (search: { return?: string } = {}) => linkOptions({ to: '/sign-in', search }),
  setup: (search: { token?: string } = {}) => linkOptions({ to: '/setup', search }),
};

/** The parts of the settings of a project. */
export const projectSections = [
  'general',
  'keys',
  'tokens',
  'guide',
  'privacy',
  'grouping',
  'danger',
] as const;
export type ProjectSection = (typeof projectSections)[number];
