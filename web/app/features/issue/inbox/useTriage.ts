import { useNavigate } from '@tanstack/react-router';
import type { IssueStatus } from '../../../api/schema';
import { paths } from '../../../paths';
import { useKeys } from '../../../ui/useKeys';
import { toggled, useSetStatus } from '../useSetStatus';
import type { InboxSearch } from './search';
import type { useRowKeys } from './useRowKeys';
import type { SelectionHandle } from './useSelection';

interface Triage {
  active: ReturnType<typeof useRowKeys>;
  selection: SelectionHandle;
  search: InboxSearch;
  showNew: () => void;
}

/** What the keys do with the row they are at, or with the selection. */
export function useTriage({ active, selection, search, showNew }: Triage) {
  const navigate = useNavigate();
  const setStatus = useSetStatus();
  const { issue } = active;
  const act = (status: Exclude<IssueStatus, 'open'>) => () => {
    if (!issue) return;
    active.hold();
    setStatus(issue, toggled(issue, status));
  };
  const open = () => issue && void navigate(paths.issue(issue.short_id, { project: search.project }));
  useKeys({
    o: open,
    Enter: open,
    e: act('resolved'),
    i: act('ignored'),
    x: () => issue && selection.toggle(issue.id),
    'X': () => issue && selection.extend(issue.id),
    Escape: selection.clear,
    '.': showNew,
  });
}
