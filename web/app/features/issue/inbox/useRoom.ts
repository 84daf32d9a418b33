import { useMediaQuery } from '@mantine/hooks';
import type { Room } from './columns';

const now = { getInitialValueInEffect: false };

/** How much room the window has for the list. */
export function useRoom(): Room {
  const medium = useMediaQuery('(max-width: 1240px)', undefined, now);
  const narrow = useMediaQuery('(max-width: 960px)', undefined, now);
  const phone = useMediaQuery('(max-width: 760px)', undefined, now);
  if (phone) return 'phone';
  if (narrow) return 'narrow';
  return medium ? 'medium' : 'wide';
}
