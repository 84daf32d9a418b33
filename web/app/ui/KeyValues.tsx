import type { ReactNode } from 'react';
import classes from './KeyValues.module.css';

export interface KeyValue {
  name: string;
  value: ReactNode;
  /** A hint on the name. */
  title?: string;
}

interface KeyValuesProps {
  rows: KeyValue[];
  /** Values are code rather than words. */
  mono?: boolean;
}

/** Names with values, one under the other; long values wrap. */
export function KeyValues({ rows, mono }: KeyValuesProps) {
  return (
    <dl className={classes.list} data-mono={mono || undefined}>
      {rows.map(({ name, value, title }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: names may repeat, as in headers
        <div key={`${name}-${i}`} className={classes.row}>
          <dt title={title ?? name}>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
