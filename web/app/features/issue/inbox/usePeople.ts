import { useSession } from '../../../widgets/useSession';
import type { PersonToAssign } from './people';

/** Who may be given an issue of a project, or of any. */
export function usePeople(_project: number | undefined) {
  const { user } = useSession();
  const people: PersonToAssign[] = [user];
  return { people, me: user.id };
}
