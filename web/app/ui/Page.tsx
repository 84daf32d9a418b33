import type { ReactNode } from 'react';
import classes from './Page.module.css';

interface PageProps {
  /** The heading; a text also becomes the title of the tab. */
  title: ReactNode;
  /** Title of the tab where the heading is no text. */
  tabTitle?: string;
  /** Right of the heading: buttons. */
  actions?: ReactNode;
  /** Below the heading: one sentence. */
  lead?: ReactNode;
  /** Reading width instead of the window's, for forms and text. */
  narrow?: boolean;
  children: ReactNode;
}

/** A page inside the shell: heading, actions, content. */
export function Page({ title, tabTitle, actions, lead, narrow, children }: PageProps) {
  const tab = tabTitle ?? (typeof title === 'string' ? title : undefined);
  return (
    <div className={narrow ? classes.narrow : classes.page}>
      <title>{tab ? `${tab} · Belfry` : 'Belfry'}</title>
      <header className={classes.header}>
        <div className={classes.heading}>
          <h1>{title}</h1>
          {lead && <p className="muted">{lead}</p>}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}
