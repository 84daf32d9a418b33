import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { useState } from 'react';
import classes from './Section.module.css';

interface SectionProps {
  id: string;
  title: string;
  /** How much is in it, beside the title. */
  note?: ReactNode;
  /** Right of the title: switches, copy buttons. */
  actions?: ReactNode;
  closed?: boolean;
  children: ReactNode;
}

/** A part of a long page that can be folded away. */
export function Section({ id, title, note, actions, closed = false, children }: SectionProps) {
  const [open, setOpen] = useState(!closed);
  return (
    <section
      id={id}
      className={classes.section}
      data-open={open || undefined}
      aria-labelledby={`${id}-title`}
    >
      <header className={classes.header}>
        <h2 id={`${id}-title`} className={classes.title}>
          <button
            type="button"
            aria-expanded={open}
            aria-controls={`${id}-body`}
            onClick={() => setOpen(!open)}
          >
            <ChevronDown size={16} aria-hidden className={classes.chevron} />
            {title}
          </button>
        </h2>
        {note !== undefined && <span className={classes.note}>{note}</span>}
        {open && actions && <div className={classes.actions}>{actions}</div>}
      </header>
      <div id={`${id}-body`} hidden={!open}>
        {open && children}
      </div>
    </section>
  );
}
