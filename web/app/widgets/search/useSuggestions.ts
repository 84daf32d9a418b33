import { recent } from './history';
import { type Suggestion, searchSuggestions, timeSuggestions } from './suggestions';
import type { Spot } from './terms';

/** What is searched. */
export type SearchIn = 'issues' | 'events';

const times = ['first_seen', 'last_seen', 'time'];

/** What may come next at the cursor, while the field is in use. */
export function useSuggestions(
  of: SearchIn,
  _project: number | undefined,
  text: string,
  spot: Spot,
  wanted: boolean,
): Suggestion[] {
  if (!wanted) return [];
  if (text === '') return searchSuggestions(recent(of));
  return times.includes(spot.key) ? timeSuggestions(spot.prefix) : [];
}
