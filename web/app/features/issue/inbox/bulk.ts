import type { Issue, IssueStatus } from '../../../api/schema';
import { count } from '../../../text/number';

/** What is done to issues at once; one of these. */
export interface BulkAction {
  status?: IssueStatus;
  /** Null is nobody. */
  assignee?: number | null;
  priority?: number;
  snooze?: { until?: string; events?: number };
  add_tags?: { key: string; value: string }[];
  merge_into?: number;
  delete?: boolean;
}

/** The issues that something is done to. */
export interface Target {
  issues: Issue[];
  /** Not only the issues above but everything that the search matches. */
  whole: boolean;
  /** How many that is. */
  count: number;
}

const verbs: Record<IssueStatus, string> = {
  open: 'Reopen',
  resolved: 'Resolve',
  ignored: 'Ignore',
  archived: 'Archive',
};

/** What an action does, as a verb on a button: "Resolve". */
export function verbOf(action: BulkAction): string {
  if (action.delete) return 'Delete';
  if (action.merge_into) return 'Merge';
  if (action.snooze) return 'Snooze';
  if (action.status) return verbs[action.status];
  if (action.add_tags) return 'Tag';
  if (action.priority !== undefined) return 'Set the priority of';
  return action.assignee === null ? 'Unassign' : 'Assign';
}

const past: Record<string, string> = {
  Delete: 'deleted',
  Merge: 'merged',
  Snooze: 'snoozed',
  Reopen: 'reopened',
  Resolve: 'resolved',
  Ignore: 'ignored',
  Archive: 'archived',
  Tag: 'tagged',
  Assign: 'assigned',
  Unassign: 'unassigned',
  'Set the priority of': 'prioritised',
};

/** What was done: "3 issues resolved." */
export function doneSentence(action: BulkAction, n: number): string {
  return `${count(n, 'issue')} ${past[verbOf(action)]}.`;
}

/** What would put every issue back as it was, by what has to be done to which; undefined where nothing can. */
export function undoing(action: BulkAction, target: Target): [BulkAction, number[]][] | undefined {
  if (target.whole) return undefined;
  const before = (issue: Issue): BulkAction | undefined => {
    if (action.status) return { status: issue.status };
    if (action.assignee !== undefined) return { assignee: issue.assignee?.id ?? null };
    if (action.priority !== undefined) return { priority: issue.priority };
    return undefined;
  };
  const groups = new Map<string, [BulkAction, number[]]>();
  for (const issue of target.issues) {
    const back = before(issue);
    if (!back) return undefined;
    const name = JSON.stringify(back);
    const group = groups.get(name);
    if (group) group[1].push(issue.id);
    else groups.set(name, [back, [issue.id]]);
  }
  return [...groups.values()];
}

/** The issue as it is once the action is done, as far as one can know that here. */
export function changedBy(action: BulkAction, issue: Issue): Issue {
  return {
    ...issue,
    ...(action.status && { status: action.status }),
    ...(action.snooze && { status: 'ignored' as const }),
    ...(action.priority !== undefined && { priority: action.priority }),
  };
}

/** Why some issues cannot become one; undefined when they can. */
export function mergeObstacle(target: Target): string | undefined {
  const [first, ...rest] = target.issues;
  if (target.whole) return 'Choose the issues to merge one by one.';
  if (!first || rest.length === 0) return 'Choose at least two issues to merge.';
  if (rest.some((i) => i.project_id !== first.project_id)) return 'Only issues of one project can be merged.';
  if (rest.some((i) => i.kind !== first.kind)) return 'Only issues of one kind can be merged.';
  return undefined;
}

const hour = 3_600_000;

/** When a snoozed issue may wake again, by the reader's clock. */
export function snoozeChoices(now: Date): { label: string; until: Date }[] {
  const morning = (days: number) => {
    const at = new Date(now);
    at.setDate(at.getDate() + days);
    at.setHours(9, 0, 0, 0);
    return at;
  };
  return [
    { label: 'For 1 hour', until: new Date(now.getTime() + hour) },
    { label: 'For 4 hours', until: new Date(now.getTime() + 4 * hour) },
    { label: 'Until tomorrow, 9:00', until: morning(1) },
    { label: 'Until Monday, 9:00', until: morning((8 - now.getDay()) % 7 || 7) },
  ];
}
