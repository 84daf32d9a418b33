import { ActionIcon, Select, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { ArrowDownWideNarrow, ArrowUpNarrowWide } from 'lucide-react';
import { qKeep } from '../../api/client';
import { compact, full } from '../../text/number';
import { present } from '../../ui/search';
import { FilterInput } from './FilterInput';
import classes from './InboxToolbar.module.css';
import { type InboxSearch, type Sort, scopeOf, sortedBy, statuses } from './search';

const words: Record<(typeof statuses)[number], string> = {
  open: 'Open',
  resolved: 'Resolved',
  ignored: 'Ignored',
  archived: 'Archived',
  all: 'All',
};

const sortWords: { value: Sort; label: string }[] = [
  { value: 'last_seen', label: 'Last seen' },
  { value: 'first_seen', label: 'First seen' },
  { value: 'events', label: 'Events' },
  { value: 'users', label: 'Users' },
  { value: 'level', label: 'Level' },
];

function StatusTabs({ search }: { search: InboxSearch }) {
  const { data } = useQuery(qKeep('countIssues', { query: scopeOf(search) }));
  return (
    <nav className={classes.tabs} aria-label="Status">
      {statuses.map((status) => (
        <Link
          key={status}
          to="/issues"
          search={present({ ...search, status: status === 'open' ? undefined : status })}
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

function SortChoice({ search }: { search: InboxSearch }) {
  const navigate = useNavigate();
  const sort = search.sort ?? 'last_seen';
  const up = search.order === 'asc';
  const Icon = up ? ArrowUpNarrowWide : ArrowDownWideNarrow;
  const go = (next: InboxSearch) => void navigate({ to: '/issues', search: next });
  return (
    <div className={classes.sort}>
      <Select
        aria-label="Sort by"
        data={sortWords}
        value={sort}
        allowDeselect={false}
        onChange={(value) => {
          const chosen = sortWords.find((s) => s.value === value);
          if (chosen && chosen.value !== sort) go(sortedBy(search, chosen.value));
        }}
        w={130}
        comboboxProps={{ width: 150, position: 'bottom-end' }}
      />
      <Tooltip label={up ? 'Lowest first' : 'Highest first'}>
        <ActionIcon
          size={36}
          variant="default"
          aria-label={up ? 'Lowest first; turn around' : 'Highest first; turn around'}
          onClick={() => go(sortedBy(search, sort))}
        >
          <Icon size={16} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}

/** Which issues, and in which order. */
export function InboxToolbar({ search }: { search: InboxSearch }) {
  return (
    <div className={classes.toolbar}>
      <StatusTabs search={search} />
      <div className={classes.filters}>
        <FilterInput search={search} />
        <SortChoice search={search} />
      </div>
    </div>
  );
}
