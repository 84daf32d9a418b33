import { Tooltip } from '@mantine/core';
import { absolute, age, relative } from '../text/time';
import { useNow } from './useNow';

interface TimeProps {
  /** RFC 3339, or null for "never". */
  at: string | null | undefined;
  /** What to say where there is no time. */
  never?: string;
  /** "3 min" instead of "3 min ago". */
  bare?: boolean;
}

/** A time as a distance from now; the whole instant on hover and for machines. */
export function Time({ at, never = 'never', bare }: TimeProps) {
  const now = useNow();
  if (!at) return <span className="muted">{never}</span>;
  const date = new Date(at);
  return (
    <Tooltip label={absolute(date)}>
      <time dateTime={at}>{bare ? age(date, now) : relative(date, now)}</time>
    </Tooltip>
  );
}
