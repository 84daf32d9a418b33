import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { IssueStatus } from '../../../api/schema';
import { paths } from '../../../paths';
import { useKeys } from '../../../ui/useKeys';
import { toggled, useSetStatus } from '../useSetStatus';
import type { BulkAction, Target } from './bulk';
import type { InboxSearch } from './search';
import { useBulk } from './useBulk';
import type { useRowKeys } from './useRowKeys';
import type { SelectionHandle } from './useSelection';

/** What has to be asked before it can be done. */
export type Question = 'assign' | 'tag' | 'merge' | 'delete';

interface Triage {
  active: ReturnType<typeof useRowKeys>;
  selection: SelectionHandle;
  search: InboxSearch;
  /** How many issues the search matches. */
  total: number | undefined;
  showNew: () => void;
}

/** What keys and buttons do: to the selection, or else to the row that the keys are at. */
export function useTriage({ active, selection, search, total, showNew }: Triage) {
  const navigate = useNavigate();
  const setStatus = useSetStatus();
  const send = useBulk(search);
  const [question, setQuestion] = useState<Question>();
  const [unsure, setUnsure] = useState<BulkAction>();
  const { issue } = active;
  const { chosen, whole } = selection;
  const issues = chosen.length > 0 ? chosen : issue ? [issue] : [];
  const target: Target = { issues, whole, count: whole ? (total ?? issues.length) : issues.length };

  const run = async (action: BulkAction) => {
    setUnsure(undefined);
    setQuestion(undefined);
    active.hold();
    if (await send(action, target)) selection.clear();
  };
  // What reaches beyond the rows in view is done only when said twice.
  const act = (action: BulkAction) => {
    if (target.count === 0) return;
    if (whole) setUnsure(action);
    else void run(action);
  };
  const ask = (next: Question) => {
    if (target.count > 0) setQuestion(next);
  };
  const status = (wanted: Exclude<IssueStatus, 'open'>) => () => {
    if (chosen.length > 0) {
      const back = !whole && chosen.every((i) => i.status === wanted);
      act({ status: back ? 'open' : wanted });
    } else if (issue) {
      active.hold();
      setStatus(issue, toggled(issue, wanted));
    }
  };
  const open = () => issue && void navigate(paths.issue(issue.short_id, { project: search.project }));
  useKeys({
    o: open,
    Enter: open,
    e: status('resolved'),
    i: status('ignored'),
    a: () => ask('assign'),
    x: () => issue && selection.toggle(issue.id),
    // biome-ignore lint/correctness/noComponentHookFactories: the name of a key, not of a component
    X: () => issue && selection.extend(issue.id),
    Escape: selection.clear,
    '.': showNew,
  });
  return {
    target,
    act,
    ask,
    run: (action: BulkAction) => void run(action),
    question,
    unsure,
    close: () => {
      setQuestion(undefined);
      setUnsure(undefined);
    },
  };
}

export type TriageHandle = ReturnType<typeof useTriage>;
