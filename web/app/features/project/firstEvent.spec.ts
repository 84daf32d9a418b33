import { expect, it } from 'vitest';
import type { Issue } from '../../api/schema';
import { type Baseline, newsSince } from './firstEvent';

const seen = (last_seen: string) => ({ id: 1, last_seen }) as Issue;
const earlier = '2026-11-20T10:00:00.000001Z';
const later = '2026-11-20T10:00:00.000002Z';

const news = (what: string, baseline: Baseline, newest: Issue | undefined, isNews: boolean) =>
  it(what, () => expect(newsSince(baseline, newest) !== null).toBe(isNews));

news('waits while the baseline is not known', undefined, seen(later), false);
news('waits while there is nothing', null, undefined, false);
news('takes the very first event', null, seen(earlier), true);
news('does not take what was there before', earlier, seen(earlier), false);
news('takes a later one', earlier, seen(later), true);
