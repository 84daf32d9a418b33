import type { QueryClient } from '@tanstack/react-query';
import { redirect } from '@tanstack/react-router';
import { q } from '../api/client';
import { ApiError } from '../api/errors';

/** Lets only signed-in people pass; others go to set-up or sign-in, and come back to href afterwards. */
export async function requireSession(queries: QueryClient, href: string) {
  try {
    await queries.ensureQueryData({ ...q('getSession'), staleTime: 60_000, meta: { allowSignedOut: true } });
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) throw error;
    const state = await queries.fetchQuery({ ...q('getSetup'), meta: { allowSignedOut: true } });
    if (state.needed) throw redirect({ to: '/setup', search: {} });
    throw redirect({ to: '/sign-in', search: href === '/' ? {} : { return: href } });
  }
}
