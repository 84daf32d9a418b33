import type { Answer } from '../../api/client';
import { administers, type Role } from '../../widgets/roles';

export type Member = Answer<'listMembers'>['items'][number];

/** Which projects somebody sees, as the forms hold it. */
export interface Access {
  role: Role;
  all: boolean;
  /** Ids, as the picker has them. */
  projects: string[];
}

/** What the API is sent for it. */
export const accessBody = ({ role, all, projects }: Access) => ({
  role,
  all_projects: all || administers(role),
  projects: all || administers(role) ? [] : projects.map(Number),
});

/** In words: how many projects somebody sees. */
export function reach(who: { role: Role; all_projects: boolean; projects: number[] }): string {
  if (who.all_projects || administers(who.role)) return 'All projects';
  if (who.projects.length === 0) return 'No project';
  return who.projects.length === 1 ? '1 project' : `${who.projects.length} projects`;
}
