import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import classes from './EmptyState.module.css';

interface EmptyStateProps {
  icon: LucideIcon;
  title: string;
  text?: ReactNode;
  action?: ReactNode;
}

/** What a place says that has nothing to show yet: why, and the next step. */
export function EmptyState({ icon: Icon, title, text, action }: EmptyStateProps) {
  return (
    <div className={classes.empty}>
      <span className={classes.icon}>
        <Icon size={22} strokeWidth={1.75} aria-hidden />
      </span>
      <h2>{title}</h2>
      {text && <p className="muted">{text}</p>}
      {action && <div className={classes.action}>{action}</div>}
    </div>
  );
}
