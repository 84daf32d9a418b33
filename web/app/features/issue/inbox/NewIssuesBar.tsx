import { ArrowUp } from 'lucide-react';
import { count } from '../../../text/number';
import { Keys } from '../../../ui/Keys';
import classes from './NewIssuesBar.module.css';

/** Says that new issues are there; the list changes only when asked. */
export function NewIssuesBar({ count: n, show }: { count: number; show: () => void }) {
  return (
    <div aria-live="polite" className={classes.place}>
      {n > 0 && (
        <button type="button" className={classes.bar} onClick={show}>
          <ArrowUp size={14} aria-hidden />
          {count(n, 'new issue')}
          <span className={classes.action}>Show</span>
          <Keys keys="." />
        </button>
      )}
    </div>
  );
}
