import type { Issue } from '../../api/schema';

/** What there was when watching began: the newest last_seen, null for nothing, undefined for not known yet. */
export type Baseline = string | null | undefined;

/** The issue that was seen after the baseline, if any. Times are of one format, so they compare as text. */
export function newsSince(baseline: Baseline, newest: Issue | undefined): Issue | null {
  if (baseline === undefined || !newest) return null;
  return baseline === null || newest.last_seen > baseline ? newest : null;
}
