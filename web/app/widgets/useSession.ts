import { useSuspenseQuery } from '@tanstack/react-query';
import { q } from '../api/client';

/** The session; the guard of the shell has loaded it before anything is drawn. */
export function useSession() {
  return useSuspenseQuery({ ...q('getSession'), staleTime: 60_000 }).data;
}
