/** How long a token may live; '' is for ever. */
export const expiryChoices = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: '1 year' },
  { value: '', label: 'Never' },
];

export type ExpiryState = 'never' | 'valid' | 'soon' | 'over';

const soonMs = 7 * 24 * 3600 * 1000;

/** Where a token stands: over, in its last week, or far from it. */
export function expiryState(expiresAt: string | null, now: Date): ExpiryState {
  if (!expiresAt) return 'never';
  const left = new Date(expiresAt).getTime() - now.getTime();
  if (left <= 0) return 'over';
  return left <= soonMs ? 'soon' : 'valid';
}
