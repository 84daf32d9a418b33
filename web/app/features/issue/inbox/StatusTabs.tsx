import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { qKeep } from '../../../api/client';
import { compact, full } from '../../../text/number';
import { present } from '../../../ui/search';
import classes from './InboxToolbar.module.css';
import { type InboxSearch, type Status, scopeOf, statuses, withoutStatus } from './search';

const words: Record<Status, string> = {
  open: 'Open',
  resolved: 'Resolved',
  ignored: 'Ignored',
  archived: 'Archived',
  all: 'All',
};

/** The statuses with how many issues each holds, under the search in force. */
export function StatusTabs({ search }: { search: InboxSearch }) {
  const { data } = useQuery(qKeep('countIssues', { query: scopeOf(search) }));
  return (
    <nav className={classes.tabs} aria-label="Status">
      {statuses.map((status) => (
        <Link
          key={status}
          to="/issues"
          search={present({
            ...search,
            query: withoutStatus(search.query),
            status: status === 'open' ? undefined : status,
          })}
          className={classes.tab}
          activeOptions={{ exact: true }}
        >
          {words[status]}
          <span className={classes.count} title={data && full(data[status])}>
            {data ? compact(data[status]) : ' '}
          </span>
        </Link>
      ))}
    </nav>
  );
}
