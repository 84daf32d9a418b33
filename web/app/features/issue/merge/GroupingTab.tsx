import { Button, Skeleton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { GitMerge, Split } from 'lucide-react';
import { useState } from 'react';
import { call, useAction } from '../../../api/client';
import { paths } from '../../../paths';
import { Failure } from '../../../ui/Failure';
import { toast } from '../../../ui/toast';
import type { IssueViewProps } from '../view';
import { FingerprintCard } from './FingerprintCard';
import classes from './Merge.module.css';
import { MergeDialog } from './MergeDialog';
import { MergeHistory } from './MergeHistory';
import { useRegrouped } from './useMergeActions';

/** Why the events of the issue belong together, what was merged, and how to take it apart. */
export function GroupingTab({ issueId, issue }: IssueViewProps) {
  const [merging, setMerging] = useState(false);
  const [chosen, setChosen] = useState<string[]>([]);
  const regrouped = useRegrouped();
  const list = useInfiniteQuery({
    queryKey: ['listIssueFingerprints', { path: { issue_id: issueId } }, 'pages'],
    queryFn: ({ pageParam, signal }) =>
      call('listIssueFingerprints', { path: { issue_id: issueId }, query: { cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });
  const unmerge = useAction('unmergeIssue', {
    onSuccess: async ({ items }) => {
      setChosen([]);
      toast.success(`Taken out: ${items.map((i) => i.short_id).join(', ')}.`);
      await regrouped();
    },
  });
  if (list.isPending) return <Skeleton height={240} mt={20} />;
  if (!list.data)
    return (
      <Failure
        title="The fingerprints could not be loaded"
        error={list.error}
        onRetry={() => void list.refetch()}
      />
    );
  const prints = list.data.pages.flatMap((page) => page.items);
  const several = prints.length > 1;
  const leaving = chosen.filter((f) => prints.some((p) => p.fingerprint === f));
  const choose = (fingerprint: string, on: boolean) =>
    setChosen(on ? [...leaving, fingerprint] : leaving.filter((f) => f !== fingerprint));
  return (
    <div className={classes.tab}>
      <div className={classes.bar}>
        <p>
          {several
            ? 'Events with any of these fingerprints belong to this issue. Choose those that should not.'
            : 'All events of this issue have one fingerprint.'}{' '}
          <Link {...paths.projectSettings(issue.project_id, 'grouping')}>Rules of the project</Link>
        </p>
        {several && (
          <Button
            variant="default"
            leftSection={<Split size={15} />}
            disabled={leaving.length === 0 || leaving.length === prints.length}
            title={leaving.length === prints.length ? 'At least one fingerprint stays' : undefined}
            loading={unmerge.isPending}
            onClick={() =>
              unmerge.mutate({ path: { issue_id: String(issue.id) }, body: { fingerprints: leaving } })
            }
          >
            {leaving.length > 0 ? `Take out ${leaving.length}` : 'Take out'}
          </Button>
        )}
        <Button variant="default" leftSection={<GitMerge size={15} />} onClick={() => setMerging(true)}>
          Merge…
        </Button>
      </div>
      <ul className={classes.prints}>
        {prints.map((print) => (
          <FingerprintCard
            key={print.fingerprint}
            print={print}
            chosen={several ? leaving.includes(print.fingerprint) : undefined}
            onChoose={(on) => choose(print.fingerprint, on)}
          />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          Load more
        </Button>
      )}
      <MergeHistory issueId={issueId} />
      <MergeDialog issue={issue} opened={merging} onClose={() => setMerging(false)} />
    </div>
  );
}
