import { expect, test } from 'vitest';
import { accessBody, reach } from './access';

test.each([
  [{ role: 'admin', all_projects: false, projects: [] }, 'All projects'],
  [{ role: 'member', all_projects: true, projects: [] }, 'All projects'],
  [{ role: 'member', all_projects: false, projects: [] }, 'No project'],
  [{ role: 'viewer', all_projects: false, projects: [3] }, '1 project'],
  [{ role: 'viewer', all_projects: false, projects: [3, 4] }, '2 projects'],
] as const)('the reach of %o', (who, text) => {
  expect(reach({ ...who, projects: [...who.projects] })).toBe(text);
});

test('projects are sent for those who do not see all of them', () => {
  expect(accessBody({ role: 'viewer', all: false, projects: ['3', '4'] })).toEqual({
    role: 'viewer',
    all_projects: false,
    projects: [3, 4],
  });
  expect(accessBody({ role: 'owner', all: false, projects: ['3'] })).toEqual({
    role: 'owner',
    all_projects: true,
    projects: [],
  });
});
