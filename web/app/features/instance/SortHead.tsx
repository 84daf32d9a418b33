import { ArrowDown, ArrowUp } from 'lucide-react';
import classes from './SortHead.module.css';

interface SortHeadProps<K extends string> {
  name: K;
  label: string;
  sort: { by: K; descending: boolean };
  onSort: (sort: { by: K; descending: boolean }) => void;
  number?: boolean;
}

/** The head of a column that sorts by it; a second press turns the order round. */
export function SortHead<K extends string>({ name, label, sort, onSort, number }: SortHeadProps<K>) {
  const active = sort.by === name;
  const Icon = sort.descending ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      className={number ? 'number' : undefined}
      aria-sort={active ? (sort.descending ? 'descending' : 'ascending') : undefined}
    >
      <button
        type="button"
        className={classes.button}
        onClick={() => onSort({ by: name, descending: active ? !sort.descending : number === true })}
      >
        {label}
        {active && <Icon size={13} aria-hidden />}
      </button>
    </th>
  );
}
