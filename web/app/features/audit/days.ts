// Days are those of the reader's clock, as fields for dates have them: 2026-03-04.

const two = (n: number) => String(n).padStart(2, '0');

function dayOf(at: Date): string {
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** When a day begins, or some days later: an instant; undefined for what is no day. */
function midnight(day: string, later: number): string | undefined {
  const [year, month, date] = day.split('-').map(Number);
  if (!year || !month || !date) return undefined;
  return new Date(year, month - 1, date + later).toISOString();
}

/** The beginning of a day, from which a period counts. */
export const beginOf = (day: string) => midnight(day, 0);

/** The end of a day, which a period does not include any more. */
export const endOf = (day: string) => midnight(day, 1);

/** The first day of a period. */
export const firstDay = (from: string | undefined) => (from ? dayOf(new Date(from)) : '');

/** The last day of a period. */
export const lastDay = (to: string | undefined) => (to ? dayOf(new Date(Date.parse(to) - 1)) : '');
