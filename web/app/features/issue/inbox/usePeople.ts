import { useQuery } from '@tanstack/react-query';
import { q } from '../../../api/client';
import { useSession } from '../../../widgets/useSession';

/** Who may be given an issue of a project, or of any. */
export function usePeople(project: number | undefined) {
  const { user } = useSession();
  const { data } = useQuery(q('listMembers', { query: { project } }));
  return { people: (data?.items ?? []).filter((m) => !m.disabled && m.confirmed), me: user.id };
}
