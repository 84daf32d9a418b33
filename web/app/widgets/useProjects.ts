import { useQuery } from '@tanstack/react-query';
import { q } from '../api/client';

/** The active projects; one query for the switcher, the palette and the pages. */
export function useProjects() {
  return useQuery({ ...q('listProjects', { query: {} }), staleTime: 30_000 });
}
