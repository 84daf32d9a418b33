import { useQuery } from '@tanstack/react-query';
import { q } from '../../api/client';

/** Names of projects by id, archived ones too; 0 stands for what belongs to none. */
export function useProjectNames(): (id: number) => string {
  const { data } = useQuery({ ...q('listProjects', { query: { status: 'all' } }), staleTime: 60_000 });
  return (id) => {
    if (id === 0) return 'Unknown';
    return data?.items.find((project) => project.id === id)?.name ?? `Project ${id}`;
  };
}
