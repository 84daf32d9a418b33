const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'] as const;

/** A size in the unit that fits: 512 B, 1.4 KB, 20 MB. Units are of 1024. */
export function bytes(n: number): string {
  let size = n;
  let unit = 0;
  while (size >= 1023.5 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || size >= 99.5 ? 0 : size >= 9.95 ? 0 : 1;
  return `${size.toFixed(digits).replace(/\.0$/, '')} ${units[unit]}`;
}
