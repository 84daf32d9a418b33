import type { Frame } from '../event/payload';
import { sourceOf } from './chain';
import classes from './Stack.module.css';

/** The source around the line that was running. */
export function FrameSource({ frame }: { frame: Frame }) {
  const lines = sourceOf(frame);
  if (lines.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: long lines scroll, also with the keyboard
    <figure className={classes.source} tabIndex={0} aria-label="Source">
      <ol>
        {lines.map((line, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
          <li key={i} data-current={line.current || undefined}>
            <span className={classes.lineNumber}>{line.number}</span>
            <code>{line.text || ' '}</code>
          </li>
        ))}
      </ol>
    </figure>
  );
}
