import { useState } from 'react';
import classes from './LongText.module.css';

interface LongTextProps {
  text: string;
  /** Characters shown at first. */
  limit?: number;
}

/** A text that may be huge: cut until asked for. */
export function LongText({ text, limit = 1200 }: LongTextProps) {
  const [whole, setWhole] = useState(false);
  if (whole || text.length <= limit * 1.2) return text;
  return (
    <>
      {text.slice(0, limit)}…{' '}
      <button type="button" className={classes.more} onClick={() => setWhole(true)}>
        Show all {text.length} characters
      </button>
    </>
  );
}
