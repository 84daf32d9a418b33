import { CopyButton } from '../../ui/CopyButton';
import type { Snippet } from './guides/types';
import classes from './SnippetBlock.module.css';

/** One text to copy, under the name of the file it belongs to. */
export function SnippetBlock({ snippet }: { snippet: Snippet }) {
  const where = snippet.file ?? 'Text';
  return (
    <figure className={classes.block}>
      <figcaption className={classes.head}>
        <span className="truncate">{where}</span>
        <CopyButton value={snippet.code} label={`Copy: ${where}`} size={24} />
      </figcaption>
      {/* Scrolls sideways, so the keyboard must be able to reach it. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region */}
      <pre className={classes.code} tabIndex={0}>
        {snippet.code}
      </pre>
    </figure>
  );
}
