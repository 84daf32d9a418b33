import type { Period } from './search';

const day = 86_400_000;
const reach: [Period, number][] = [
  ['24h', day],
  ['7d', 7 * day],
  ['14d', 14 * day],
  ['30d', 30 * day],
];

/** The shortest period that still shows something of an issue. */
export function fittingPeriod(lastSeen: string, now: Date): Period {
  const age = now.getTime() - Date.parse(lastSeen);
  return reach.find(([, ms]) => age < ms)?.[0] ?? '90d';
}
