import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import classes from './JsonView.module.css';

// Any value that came as JSON.
type Value = unknown;

interface JsonViewProps {
  value: Value;
  /** How many levels are open at first. */
  open?: number;
}

const longText = 600;
const pageSize = 100;

function Leaf({ value }: { value: Value }) {
  const [whole, setWhole] = useState(false);
  if (typeof value === 'string') {
    const cut = !whole && value.length > longText;
    return (
      <span className={classes.string}>
        {JSON.stringify(cut ? value.slice(0, longText) : value)}
        {cut && (
          <button type="button" className={classes.more} onClick={() => setWhole(true)}>
            show all {value.length} characters
          </button>
        )}
      </span>
    );
  }
  return <span className={typeof value === 'number' ? classes.number : classes.word}>{String(value)}</span>;
}

function summary(entries: number, list: boolean): string {
  if (entries === 0) return list ? '[]' : '{}';
  return list ? `[ ${entries} ]` : `{ ${entries} }`;
}

function Node({ name, value, open }: { name?: string; value: Value; open: number }) {
  const list = Array.isArray(value);
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : undefined;
  const [expanded, setExpanded] = useState(open > 0);
  const [shown, setShown] = useState(pageSize);
  const label = name !== undefined && <span className={classes.key}>{name}: </span>;
  if (!entries?.length) {
    return (
      <div className={classes.line}>
        {label}
        {entries ? <span className={classes.muted}>{summary(0, list)}</span> : <Leaf value={value} />}
      </div>
    );
  }
  return (
    <div>
      <button
        type="button"
        className={classes.toggle}
        aria-expanded={expanded}
        onClick={() => setExpanded(!expanded)}
      >
        <ChevronRight size={12} aria-hidden className={classes.chevron} />
        {label}
        <span className={classes.muted}>{summary(entries.length, list)}</span>
      </button>
      {expanded && (
        <div className={classes.children}>
          {entries.slice(0, shown).map(([key, child]) => (
            <Node key={key} name={key} value={child} open={open - 1} />
          ))}
          {entries.length > shown && (
            <button type="button" className={classes.more} onClick={() => setShown(shown + 10 * pageSize)}>
              show {entries.length - shown} more
            </button>
          )}
        </div>
      )}
    </div>
  );
}

/** A JSON value as a tree whose branches fold. */
export function JsonView({ value, open = 2 }: JsonViewProps) {
  return (
    <div className={classes.tree}>
      <Node value={value} open={open} />
    </div>
  );
}
