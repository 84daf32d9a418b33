import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { q } from '../../api/client';
import type { Project } from '../../api/schema';
import { useLiveRefresh } from '../../api/useLive';
import { type Baseline, newsSince } from './firstEvent';

const POLL_MS = 2000;

/** Watches a project until its next event is there: by the live stream, and by asking where that is cut. */
export function useFirstEvent(project: Project) {
  const [baseline, setBaseline] = useState<Baseline>(project.last_event_at === null ? null : undefined);
  const newest = useQuery({
    ...q('listIssues', { query: { project: [project.id], status: 'all', sort: 'last_seen', limit: 1 } }),
    staleTime: 0,
    refetchInterval: ({ state }) => (newsSince(baseline, state.data?.items[0]) ? false : POLL_MS),
  });
  useLiveRefresh((change) => change.topic === 'issue' && change.project_id === project.id, 'listIssues');

  const last = newest.data?.items[0];
  if (baseline === undefined && newest.isFetchedAfterMount) setBaseline(last?.last_seen ?? null);
  return {
    received: newsSince(baseline, last),
    isFirst: baseline === null,
    /** Starts over, so that what arrives from now on counts. */
    watchAgain: () => setBaseline(last?.last_seen ?? null),
  };
}
