const grouped = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });

const compactSteps: [number, string][] = [
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
];

/** A count in at most four characters: 999, 1.2k, 34k, 5.1M. */
export function compact(n: number): string {
  for (const [size, unit] of compactSteps) {
    const scaled = n / size;
    if (scaled < 0.99995) continue;
    const text = scaled < 9.95 ? scaled.toFixed(1).replace(/\.0$/, '') : String(Math.round(scaled));
    return text === '1000' ? compact(size * 1000) : text + unit;
  }
  return String(n);
}

/** A number with separators of the user's language. */
export const full = (n: number): string => grouped.format(n);

/** A count with its noun: "1 event", "1,204 events". */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${full(n)} ${n === 1 ? one : many}`;
}
