import type { ReactNode } from 'react';
import classes from './SideScroll.module.css';

/** Lets wide content scroll sideways on a narrow screen, by keyboard too. */
export function SideScroll({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable
    <section className={classes.scroll} tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
