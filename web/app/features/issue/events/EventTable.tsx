import { Link } from '@tanstack/react-router';
import type { EventSummary } from '../../../api/schema';
import { SideScroll } from '../../../ui/SideScroll';
import { present } from '../../../ui/search';
import { Time } from '../../../ui/Time';
import { LevelBadge } from '../../../widgets/LevelBadge';
import type { IssueSearch } from '../search';
import { cellText, known } from './columns';
import classes from './EventTable.module.css';

const tagsShown = 4;

function Tags({ tags }: { tags: Record<string, string> }) {
  const all = Object.entries(tags);
  return (
    <span className={classes.tags}>
      {all.slice(0, tagsShown).map(([name, value]) => (
        <span key={name}>
          {name}: {value}
        </span>
      ))}
      {all.length > tagsShown && <span>+{all.length - tagsShown}</span>}
    </span>
  );
}

function Cell({ event, column }: { event: EventSummary; column: string }) {
  const text = cellText(event, column);
  if (!text) return <span className="muted">–</span>;
  if (column === 'id') return <span className={classes.id}>{text.slice(0, 8)}</span>;
  if (column === 'level') return <LevelBadge level={event.level} />;
  if (column === 'received') return <Time at={event.received_at} />;
  if (column === 'tags') return <Tags tags={event.tags} />;
  return text;
}

interface EventTableProps {
  events: EventSummary[];
  columns: string[];
  issueId: string;
  search: IssueSearch;
}

/** Events, one per row, with the columns that were chosen. */
export function EventTable({ events, columns, issueId, search }: EventTableProps) {
  return (
    <SideScroll label="Events">
      <table className={classes.table}>
        <thead>
          <tr>
            <th className={classes.time}>Time</th>
            {columns.map((column) => (
              <th key={column} data-column={column} title={column}>
                {known[column] ?? column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <tr key={event.id}>
              <td>
                <Link
                  to="/issues/$issueId"
                  params={{ issueId }}
                  search={present({ ...search, tab: undefined, event: event.id })}
                  className={classes.link}
                >
                  <Time at={event.time} />
                </Link>
              </td>
              {columns.map((column) => (
                <td key={column} title={cellText(event, column) || undefined}>
                  <Cell event={event} column={column} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </SideScroll>
  );
}
