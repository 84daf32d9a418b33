import type { Session } from '../api/schema';

export type Role = Session['user']['role'];

/** The roles, the strongest first, and what each may do. */
export const roles: { value: Role; label: string; text: string }[] = [
  { value: 'owner', label: 'Owner', text: 'Everything, and makes other owners.' },
  { value: 'admin', label: 'Admin', text: 'Looks after projects, people and keys. Sees every project.' },
  { value: 'member', label: 'Member', text: 'Works on issues in the projects that they see.' },
  { value: 'viewer', label: 'Viewer', text: 'Looks at the projects that they see, and changes nothing.' },
];

export const roleLabel = (role: Role) => roles.find((r) => r.value === role)?.label ?? role;

/** Whether somebody of this role looks after projects and people. */
export const administers = (role: string) => role === 'owner' || role === 'admin';
