import type { Instance } from '../../api/schema';

export type Discard = Instance['discards']['day'][number];
export const discardSorts = ['quantity', 'reason', 'category', 'project'] as const;
export type DiscardSort = (typeof discardSorts)[number];

// Who dropped it, in the words of the reason. What is missing here is shown as it came.
const reasons: Record<string, string> = {
  duplicate: 'Sent twice, counted once',
  not_kept: 'Belfry does not keep this kind',
  too_large: 'Larger than the limit',
  too_many: 'More of them than the limit allows',
  invalid: 'Could not be read',
  invalid_json: 'Could not be read as JSON',
  cut_short: 'Cut off on the way',
  no_event: 'Belongs to no event',
  key_quota: 'Over the limit of the key',
  ip_flood: 'Too many requests from one address',
  disk_pressure: 'The disk was at its floor',
  spool_full: 'The spool was full',
  ratelimit_backoff: 'The SDK waited after a 429',
  network_error: 'The SDK could not reach the server',
  queue_overflow: 'The queue of the SDK was full',
  cache_overflow: 'The cache of the SDK was full',
  buffer_overflow: 'The buffer of the SDK was full',
  before_send: 'Dropped by beforeSend',
  event_processor: 'Dropped by an event processor',
  sample_rate: 'Left out by the sample rate',
  send_error: 'The server refused it',
  internal_sdk_error: 'The SDK failed',
  insufficient_data: 'Not enough data',
  backpressure: 'The SDK held back under load',
  ignored: 'Ignored by a setting of the SDK',
};

/** A reason in words. */
export function reasonText(reason: string): string {
  return reasons[reason] ?? sentence(reason);
}

/** A category in words: log_item is "Log item". */
export function categoryText(category: string): string {
  return sentence(category);
}

function sentence(word: string): string {
  const text = word.replace(/[_.-]+/g, ' ').trim();
  return text === '' ? 'Other' : text.charAt(0).toUpperCase() + text.slice(1);
}

/** The rows in an order; equal ones by quantity, most first. */
export function sortDiscards(rows: readonly Discard[], by: DiscardSort, descending: boolean): Discard[] {
  const sign = descending ? -1 : 1;
  const value = {
    quantity: (d: Discard) => d.quantity,
    reason: (d: Discard) => reasonText(d.reason),
    category: (d: Discard) => d.category,
    project: (d: Discard) => d.project_id,
  }[by];
  return [...rows].sort((a, b) => {
    const x = value(a);
    const y = value(b);
    return x < y ? -sign : x > y ? sign : b.quantity - a.quantity;
  });
}

/** Who left it out. */
export function sourceText(source: Discard['source']): string {
  return { client: 'SDK', server: 'Belfry', other: 'Unknown' }[source];
}

/** How many were left out by SDKs, and how many by Belfry. */
export function totals(rows: readonly Discard[]): { client: number; server: number } {
  const of = (source: Discard['source']) =>
    rows.reduce((sum, d) => sum + (d.source === source ? d.quantity : 0), 0);
  return { client: of('client'), server: of('server') };
}
