// biome-ignore-all lint/a11y/useSemanticElements: rows that are drawn on demand cannot be those of a table
// biome-ignore-all lint/a11y/useFocusableInteractive: the link in a row takes the focus
import { Checkbox } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { present } from '../../../ui/search';
import { type Column, columnNames } from './columns';
import classes from './IssueList.module.css';
import { type InboxSearch, type Sort, sortedBy, sorts } from './search';
import type { SelectionHandle } from './useSelection';

interface ColumnHeadProps {
  column: Column;
  search: InboxSearch;
}

function SortHead({ column, sort, search }: ColumnHeadProps & { sort: Sort }) {
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
        {columnNames[column]}
      </Link>
    </div>
  );
}

function TrendHead({ search }: { search: InboxSearch }) {
  const navigate = useNavigate();
  const go = (trend: '14d' | undefined) =>
    void navigate({ to: '/issues', search: present({ ...search, trend }), resetScroll: false });
  return (
    <div role="columnheader" className={classes.trendHead}>
      <span className="visually-hidden">Trend of the last</span>
      <button type="button" aria-pressed={!search.trend} onClick={() => go(undefined)}>
        24 h
      </button>
      <button type="button" aria-pressed={!!search.trend} onClick={() => go('14d')}>
        14 d
      </button>
    </div>
  );
}

function ColumnHead({ column, search }: ColumnHeadProps) {
  if (column === 'trend') return <TrendHead search={search} />;
  const sort = sorts.find((s) => s === column);
  if (sort) return <SortHead column={column} sort={sort} search={search} />;
  return (
    <div role="columnheader" className={classes[column]}>
      {columnNames[column]}
    </div>
  );
}

interface IssueListHeaderProps {
  search: InboxSearch;
  columns: readonly Column[];
  /** Absent while the list is loading. */
  selection?: SelectionHandle;
  rows?: number;
}

/** The box that chooses all rows of the list. */
export function SelectAll({ selection, rows }: { selection: SelectionHandle; rows: number }) {
  const n = selection.chosen.length;
  return (
    <Checkbox
      size="xs"
      aria-label="Select all listed issues"
      checked={n > 0 && n === rows}
      indeterminate={n > 0 && n < rows}
      onChange={selection.turnAll}
    />
  );
}

/** The names of the columns; those that can be sorted by are links. */
export function IssueListHeader({ search, columns, selection, rows = 0 }: IssueListHeaderProps) {
  return (
    <div role="row" className={classes.header}>
      <div role="columnheader" className={classes.select}>
        {selection && <SelectAll selection={selection} rows={rows} />}
      </div>
      <div role="columnheader">Issue</div>
      {columns.map((column) => (
        <ColumnHead key={column} column={column} search={search} />
      ))}
      <div role="columnheader" className={classes.actions}>
        <span className="visually-hidden">Actions</span>
      </div>
    </div>
  );
}
