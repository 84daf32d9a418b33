import { compact } from '../../text/number';
import classes from './SearchBar.module.css';
import type { Suggestion } from './suggestions';

interface SuggestionListProps {
  id: string;
  heading: string;
  items: Suggestion[];
  /** Which of them the arrow keys are at; -1 for none. */
  active: number;
  onPick: (item: Suggestion) => void;
}

/** What one may be about to type. The focus stays in the field above. */
export function SuggestionList({ id, heading, items, active, onPick }: SuggestionListProps) {
  return (
    <div className={classes.list}>
      <div className={classes.heading} id={`${id}-heading`}>
        {heading}
      </div>
      <div id={id} role="listbox" aria-labelledby={`${id}-heading`}>
        {items.map((item, i) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the option that is active
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field takes the keys
          <div
            key={item.label}
            id={`${id}-${i}`}
            role="option"
            aria-selected={i === active}
            className={classes.option}
            ref={i === active ? (el) => el?.scrollIntoView({ block: 'nearest' }) : undefined}
            // Before the field would lose the focus.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onPick(item)}
          >
            <span className={classes.word}>{item.label}</span>
            {item.note && <span className={classes.note}>{item.note}</span>}
            {item.count !== undefined && <span className={classes.number}>{compact(item.count)}</span>}
          </div>
        ))}
      </div>
    </div>
  );
}
