import { short } from '../text/time';

/** A mark in a chart with its place. */
export interface Flag {
  left: number;
  /** Absent where the next flag leaves no room for it. */
  label: string | undefined;
  /** How wide the label may be. */
  room: number;
  title: string;
}

const labelWidth = 56;
const widest = 140;

interface Mark {
  at: string;
  label: string;
}

/** The marks within a stretch of time (in milliseconds) with their places; those at one place are one flag. */
export function flagsOf(marks: Mark[], from: number, to: number, place: (seconds: number) => number): Flag[] {
  const right = place(to / 1000);
  const byPlace = new Map<number, Mark[]>();
  const shown = marks
    .filter(({ at }) => Date.parse(at) >= from && Date.parse(at) < to)
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  for (const mark of shown) {
    const left = place(Date.parse(mark.at) / 1000);
    byPlace.set(left, [...(byPlace.get(left) ?? []), mark]);
  }
  const places = [...byPlace].sort(([a], [b]) => a - b);
  return places.map(([left, here], i) => {
    const room = Math.min(widest, (places[i + 1]?.[0] ?? right) - left - 4);
    const more = here.length > 1 ? ` +${here.length - 1}` : '';
    return {
      left,
      room,
      label: room >= labelWidth ? `${here[0]?.label ?? ''}${more}` : undefined,
      title: here.map(({ at, label }) => `${label}: first seen ${short(new Date(at))}`).join('\n'),
    };
  });
}
