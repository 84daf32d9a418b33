// biome-ignore-all lint/a11y/useSemanticElements: rows that are drawn on demand cannot be those of a table
// biome-ignore-all lint/a11y/useFocusableInteractive: the link in a row takes the focus
import { Link } from '@tanstack/react-router';
import { ArrowDown, ArrowUp } from 'lucide-react';
import classes from './IssueList.module.css';
import { type InboxSearch, type Sort, sortedBy } from './search';

function SortHeader({ sort, label, search }: { sort: Sort; label: string; search: InboxSearch }) {
  const active = (search.sort ?? 'last_seen') === sort;
  const up = search.order === 'asc';
  const Arrow = up ? ArrowUp : ArrowDown;
  return (
    <div
      role="columnheader"
      className={classes.numeric}
      aria-sort={active ? (up ? 'ascending' : 'descending') : undefined}
    >
      <Link
        to="/issues"
        search={sortedBy(search, sort)}
        className={classes.sortLink}
        data-active={active || undefined}
      >
        {active && <Arrow size={12} aria-hidden />}
        {label}
      </Link>
    </div>
  );
}

/** The names of the columns; those that can be sorted by are links. */
export function IssueListHeader({ search }: { search: InboxSearch }) {
  return (
    <div role="row" className={classes.header}>
      <div role="columnheader">Issue</div>
      <div role="columnheader" className={classes.trend}>
        Last 24 hours
      </div>
      <SortHeader sort="events" label="Events" search={search} />
      <SortHeader sort="users" label="Users" search={search} />
      <SortHeader sort="last_seen" label="Last seen" search={search} />
      <SortHeader sort="first_seen" label="Age" search={search} />
      <div role="columnheader" className={classes.release}>
        Release
      </div>
      <div role="columnheader" className={classes.actions}>
        <span className="visually-hidden">Actions</span>
      </div>
    </div>
  );
}
