// Readers of search parameters: anything may be in an address, so what does not fit is as if it were absent.

/** A text that is not empty. */
export function text(value: unknown): string | undefined {
  return longText(value)?.slice(0, 500);
}

/** Like text, for what other servers put into an address. */
export function longText(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value.slice(0, 5000) : undefined;
}

/** One of the given words. */
export function oneOf<T extends string>(words: readonly T[], value: unknown): T | undefined {
  return words.find((word) => word === value);
}

/** A positive whole number. */
export function id(value: unknown): number | undefined {
  const number = Number(value);
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}

/** An instant in RFC 3339. */
export function instant(value: unknown): string | undefined {
  const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}

/** Search parameters without those that are absent, each of them optional. */
export function present<T extends object>(search: T): Partial<T> {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as Partial<T>;
}
