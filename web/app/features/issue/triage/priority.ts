/** The priorities that have a name, the highest first. */
export const levels = [
  { value: 90, label: 'Urgent' },
  { value: 70, label: 'High' },
  { value: 50, label: 'Normal' },
  { value: 25, label: 'Low' },
] as const;

/** What a priority between 0 and 100 is called: the name of the nearest level. */
export function priorityName(priority: number): string {
  const distance = (value: number) => Math.abs(value - priority);
  return levels.reduce((best, one) => (distance(one.value) < distance(best.value) ? one : best), levels[2])
    .label;
}

/** A key and a value from "key:value"; undefined when it is none. */
export function tagFrom(text: string): { key: string; value: string } | undefined {
  const cut = text.indexOf(':');
  const key = text.slice(0, Math.max(cut, 0)).trim();
  const value = text.slice(cut + 1).trim();
  return cut > 0 && key && value ? { key, value } : undefined;
}
