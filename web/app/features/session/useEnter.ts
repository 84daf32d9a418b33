import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { q } from '../../api/client';
import type { Session } from '../../api/schema';
import { safeNext } from './next';

/** Opens the page that was asked for, as who has just signed in. */
export function useEnter() {
  const queries = useQueryClient();
  const router = useRouter();
  return (session: Session, next: string | undefined) => {
    queries.clear(); // nothing of who was here before
    queries.setQueryData(q('getSession').queryKey, session);
    router.history.replace(safeNext(next));
  };
}
