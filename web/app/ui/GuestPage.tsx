import type { ReactNode } from 'react';
import { Bell } from './Bell';
import classes from './GuestPage.module.css';

interface GuestPageProps {
  title: string;
  /** One sentence below the title. */
  lead?: ReactNode;
  children: ReactNode;
  footer?: ReactNode;
}

/** A page for who is not signed in: the mark, one card, nothing else. */
export function GuestPage({ title, lead, children, footer }: GuestPageProps) {
  return (
    <main className={classes.page}>
      <div className={classes.mark}>
        <Bell size={28} />
        <span>Belfry</span>
      </div>
      <section className={classes.card} aria-labelledby="guest-title">
        <h1 id="guest-title">{title}</h1>
        {lead && <p className={classes.lead}>{lead}</p>}
        {children}
      </section>
      {footer && <p className={classes.footer}>{footer}</p>}
    </main>
  );
}
