import type { ReactNode } from 'react';
import classes from './Card.module.css';

interface CardProps {
  title: string;
  text?: ReactNode;
  actions?: ReactNode;
  danger?: boolean;
  children?: ReactNode;
}

/** A box with a heading, as settings are made of. */
export function Card({ title, text, actions, danger, children }: CardProps) {
  return (
    <section className={classes.card} data-danger={danger || undefined}>
      <header className={classes.head}>
        <div>
          <h2>{title}</h2>
          {text && <p className="muted">{text}</p>}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </header>
      {children}
    </section>
  );
}
