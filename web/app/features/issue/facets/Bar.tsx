import { Link } from '@tanstack/react-router';
import type { Answer } from '../../../api/client';
import { count } from '../../../text/number';
import { present } from '../../../ui/search';
import type { IssueSearch } from '../search';
import classes from './FacetBars.module.css';
import { percent, withFilter } from './facets';

export type Facet = Answer<'listIssueFacets'>['items'][number];
type Value = Facet['top'][number];

interface BarProps {
  value: Value;
  whole: number;
  issueId: string;
  search: IssueSearch;
  onChoose?: () => void;
}

/** A value, its share of the events, and the way to these. */
export function Bar({ value, whole, issueId, search, onChoose }: BarProps) {
  const text = value.label || value.value;
  const parts = (
    <>
      <span className={classes.fill} style={{ width: `${Math.max(1, (100 * value.events) / whole)}%` }} />
      <span className={classes.value}>{text || 'all other values'}</span>
      <span className={classes.share}>{percent(value.events, whole)}</span>
    </>
  );
  // Beyond a bound the values are counted together; there is no filter for those.
  if (!text) {
    return (
      <li className={classes.bar} data-rest>
        {parts}
      </li>
    );
  }
  return (
    <li>
      <Link
        to="/issues/$issueId"
        params={{ issueId }}
        search={present({
          ...search,
          tab: 'occurrences' as const,
          find: withFilter(search.find, value.query),
        })}
        resetScroll={false}
        className={classes.bar}
        title={`${text}: ${count(value.events, 'event')}. Show them`}
        onClick={onChoose}
      >
        {parts}
      </Link>
    </li>
  );
}
