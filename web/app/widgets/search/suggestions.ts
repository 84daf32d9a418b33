import type { Answer } from '../../api/client';
import { quoted, type Spot } from './terms';

/** Something that one may be about to type. */
export interface Suggestion {
  /** A key or a value goes where the cursor is; a search replaces everything. */
  kind: 'key' | 'value' | 'search';
  label: string;
  /** What is written into the search. */
  word: string;
  note?: string;
  count?: number;
}

export type SearchKey = Answer<'listSearchKeys'>['items'][number];
export type SearchValue = Answer<'listSearchValues'>['items'][number];

const most = 12;

/** Keys that begin with what was typed, then those that have it inside. */
export function keySuggestions(keys: SearchKey[], prefix: string): Suggestion[] {
  const typed = prefix.toLowerCase();
  const at = (k: SearchKey) => k.key.toLowerCase().indexOf(typed);
  const fitting = keys.filter((k) => at(k) >= 0);
  const begin = fitting.filter((k) => at(k) === 0);
  const inside = typed === '' ? [] : fitting.filter((k) => at(k) > 0);
  return [...begin, ...inside]
    .slice(0, typed === '' ? keys.length : most)
    .map(({ key, about }) => ({ kind: 'key', label: key, word: key, note: about }));
}

/** Values that the server found for what was typed. */
export function valueSuggestions(values: SearchValue[]): Suggestion[] {
  return values.slice(0, most).map(({ value, label, count }) => ({
    kind: 'value',
    label: value,
    word: quoted(value),
    note: label === value ? undefined : label,
    count: count ?? undefined,
  }));
}

/** The few words that a key can have, of those that begin with what was typed. */
export function choiceSuggestions(words: string[], prefix: string): Suggestion[] {
  return words
    .filter((word) => word.startsWith(prefix.toLowerCase()))
    .map((word) => ({ kind: 'value', label: word, word }));
}

/** Searches that were made before, while nothing is typed. */
export function searchSuggestions(searches: string[]): Suggestion[] {
  return searches.map((search) => ({
    kind: 'search',
    label: search,
    word: search,
    note: 'Searched before',
  }));
}

const times: [word: string, note: string][] = [
  ['today', 'Since midnight, where you are'],
  ['-1h', 'Within the last hour'],
  ['-24h', 'Within the last 24 hours'],
  ['-7d', 'Within the last 7 days'],
  ['+7d', 'Longer ago than 7 days'],
  ['+30d', 'Longer ago than 30 days'],
];

/** Ages and days, which no data has to offer. */
export function timeSuggestions(prefix: string): Suggestion[] {
  return times
    .filter(([word]) => word.startsWith(prefix))
    .map(([word, note]) => ({ kind: 'value', label: word, word, note }));
}

/** What to call the list for what is being typed. */
export function headingOf(spot: Spot): string {
  return spot.kind === 'key' ? 'Search by' : `Values of ${spot.key}`;
}
