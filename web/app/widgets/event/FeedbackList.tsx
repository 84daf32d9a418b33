import type { Feedback } from '../../api/schema';
import { Time } from '../../ui/Time';
import classes from './Event.module.css';

/** What users wrote about an error. */
export function FeedbackList({ feedback }: { feedback: Feedback[] }) {
  return (
    <ul className={classes.feedback}>
      {feedback.map((entry) => (
        <li key={entry.id} className={classes.card}>
          <p className={classes.from}>
            <strong>{entry.name || entry.email || 'Someone'}</strong>
            {entry.name && entry.email && <span className="muted">{entry.email}</span>}
            <span className="muted">
              <Time at={entry.at} />
            </span>
          </p>
          <p className={classes.said}>{entry.message}</p>
          {entry.url && <p className={classes.where}>{entry.url}</p>}
        </li>
      ))}
    </ul>
  );
}
