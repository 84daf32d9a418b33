import type { Issue } from '../../../api/schema';
import type { IssuePage } from '../issueCache';

/** The rows as they were first listed, with what is newer about them; none is added and none moves. */
export function mergeRows(pages: IssuePage[], head: IssuePage | undefined): Issue[] {
  const newer = new Map(head?.items.map((issue) => [issue.id, issue]));
  const seen = new Set<number>();
  const rows: Issue[] = [];
  for (const issue of pages.flatMap((page) => page.items)) {
    // A row that rose while a later page was fetched would come twice.
    if (seen.has(issue.id)) continue;
    seen.add(issue.id);
    rows.push(newer.get(issue.id) ?? issue);
  }
  return rows;
}

// The newest time that the list knew of when it was made, by the server's clock.
function horizonOf(pages: IssuePage[]): string {
  const times = pages.flatMap((page) => page.items.map((i) => i.last_seen));
  return times.sort().at(-1) ?? '';
}

/** Issues that came up, or came back, since the list was made. */
export function newSince(
  pages: IssuePage[],
  head: IssuePage | undefined,
  fresh: ReadonlySet<number>,
): Issue[] {
  const horizon = horizonOf(pages);
  const listed = new Set(pages.flatMap((page) => page.items.map((i) => i.id)));
  const isNew = (i: Issue) => i.first_seen > horizon || (i.regressed_at ?? '') > horizon || fresh.has(i.id);
  return head?.items.filter((i) => !listed.has(i.id) && isNew(i)) ?? [];
}
