import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { q } from '../../api/client';
import { recent } from './history';
import {
  choiceSuggestions,
  keySuggestions,
  type SearchKey,
  type Suggestion,
  searchSuggestions,
  timeSuggestions,
  valueSuggestions,
} from './suggestions';
import type { Spot } from './terms';

/** What is searched. */
export type SearchIn = 'issues' | 'events';

const settleMs = 120;
const minute = 60_000;

/** What may come next at the cursor, while the field is in use. */
export function useSuggestions(
  of: SearchIn,
  project: number | undefined,
  text: string,
  spot: Spot,
  wanted: boolean,
): Suggestion[] {
  const scope = { in: of, ...(project !== undefined && { project: [project] }) };
  const { data: keys } = useQuery({
    ...q('listSearchKeys', { query: scope }),
    enabled: wanted,
    staleTime: minute,
    select: (page) => page.items,
  });
  const about = keys?.find((k) => k.key === spot.key);
  const [prefix] = useDebouncedValue(spot.prefix, settleMs);
  const asked = spot.kind === 'value' && !!spot.key && !hasOwnWords(about);
  const { data: values } = useQuery({
    ...q('listSearchValues', { query: { ...scope, key: spot.key, prefix } }),
    enabled: wanted && asked,
    staleTime: minute,
    placeholderData: (before, query) =>
      query?.queryKey[1]?.query?.key === spot.key ? keepPreviousData(before) : undefined,
    select: (page) => page.items,
  });
  if (!wanted) return [];
  if (spot.kind === 'key') {
    const searches = text === '' ? searchSuggestions(recent(of)) : [];
    return [...searches, ...keySuggestions(keys ?? [], spot.prefix)];
  }
  if (about?.type === 'time') return timeSuggestions(spot.prefix);
  if (about?.values?.length) return choiceSuggestions(about.values, spot.prefix);
  return asked ? valueSuggestions(values ?? []) : [];
}

// Keys whose values no data has to tell.
function hasOwnWords(about: SearchKey | undefined): boolean {
  return about?.type === 'time' || about?.type === 'number' || !!about?.values?.length;
}
