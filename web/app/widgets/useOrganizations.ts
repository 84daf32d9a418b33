import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { q, useAction } from '../api/client';
import { paths } from '../paths';

/** The organizations of the user; the word is kept from those who have one only. */
export function useOrganizations() {
  const all = useQuery({ ...q('listOrganizations'), staleTime: 60_000 }).data?.items ?? [];
  return { all, current: all.find((one) => one.current), several: all.length > 1 };
}

/** Goes on in another organization, from the overview. */
export function useSwitchOrganization() {
  const router = useRouter();
  // A whole new page, so that nothing of the other organization stays in memory.
  const enter = () => window.location.assign(router.buildLocation(paths.overview()).href);
  const change = useAction('switchOrganization', { onSuccess: enter });
  return (id: number) => change.mutate({ body: { organization_id: id } });
}
