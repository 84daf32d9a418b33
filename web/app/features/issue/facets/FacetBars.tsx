import { Modal, Skeleton, TextInput } from '@mantine/core';
import { useDebouncedValue, useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { type Answer, q, qKeep } from '../../../api/client';
import { count, full } from '../../../text/number';
import { present } from '../../../ui/search';
import type { IssueSearch } from '../search';
import classes from './FacetBars.module.css';
import { inOrder, percent, titleOf, withFilter } from './facets';

type Facet = Answer<'listIssueFacets'>['items'][number];
type Value = Facet['top'][number];

const shownAtFirst = 4;
const facetsAtFirst = 6;

interface BarProps {
  value: Value;
  whole: number;
  issueId: string;
  search: IssueSearch;
  onChoose?: () => void;
}

function Bar({ value, whole, issueId, search, onChoose }: BarProps) {
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

interface AllProps {
  facet: Facet;
  issueId: string;
  search: IssueSearch;
  onClose: () => void;
}

function AllValues({ facet, issueId, search, onClose }: AllProps) {
  const [typed, setTyped] = useState('');
  const [prefix] = useDebouncedValue(typed, 200);
  const { data } = useQuery(
    qKeep('listIssueFacetValues', {
      path: { issue_id: issueId, name: facet.name },
      query: { prefix: prefix || undefined, limit: 200 },
    }),
  );
  return (
    <Modal
      opened
      onClose={onClose}
      title={`${titleOf(facet.name)}: ${count(facet.values, 'value')}`}
      size="lg"
    >
      {facet.name !== 'user' && (
        <TextInput
          aria-label="Begins with"
          placeholder="Begins with…"
          value={typed}
          onChange={(e) => setTyped(e.currentTarget.value)}
          mb={12}
          data-autofocus
        />
      )}
      {!data && <Skeleton height={200} />}
      <ul className={classes.bars}>
        {data?.items.map((value) => (
          <Bar
            key={value.value}
            value={value}
            whole={facet.events}
            issueId={issueId}
            search={search}
            onChoose={onClose}
          />
        ))}
      </ul>
      {data?.items.length === 0 && <p className="muted">No value begins like that.</p>}
      {data?.next_cursor && <p className="muted">Only the 200 most frequent ones are shown.</p>}
    </Modal>
  );
}

function Spread({ facet, issueId, search }: { facet: Facet; issueId: string; search: IssueSearch }) {
  const [all, setAll] = useState(false);
  return (
    <section className={classes.facet} aria-label={titleOf(facet.name)}>
      <h3 title={facet.name}>
        {titleOf(facet.name)} <span>{full(facet.values)}</span>
      </h3>
      <ul className={classes.bars}>
        {facet.top.slice(0, shownAtFirst).map((value) => (
          <Bar key={value.value} value={value} whole={facet.events} issueId={issueId} search={search} />
        ))}
      </ul>
      {facet.values > shownAtFirst && (
        <button type="button" className={classes.more} onClick={() => setAll(true)}>
          {count(facet.values - shownAtFirst, 'more value')}
        </button>
      )}
      {all && <AllValues facet={facet} issueId={issueId} search={search} onClose={() => setAll(false)} />}
    </section>
  );
}

interface FacetBarsProps {
  issueId: string;
  search: IssueSearch;
}

/** Over which releases, environments, tags and users the events spread; a click shows those events. */
export function FacetBars({ issueId, search }: FacetBarsProps) {
  const [more, setMore] = useState(false);
  // Where the page is one column, the event comes first and the spreads on demand.
  const narrow = useMediaQuery('(max-width: 1100px)', undefined, { getInitialValueInEffect: false });
  const [unfolded, setUnfolded] = useState(false);
  const { data } = useQuery({
    ...q('listIssueFacets', { path: { issue_id: issueId } }),
    staleTime: 60_000,
  });
  const facets = inOrder(data?.items.filter((facet) => facet.top.length > 0) ?? []);
  if (facets.length === 0) return null;
  if (narrow && !unfolded) {
    return (
      <button type="button" className={classes.more} onClick={() => setUnfolded(true)}>
        How the events spread over {count(facets.length, 'tag')}
      </button>
    );
  }
  const shown = more ? facets : facets.slice(0, facetsAtFirst);
  return (
    <div className={classes.facets}>
      {shown.map((facet) => (
        <Spread key={facet.name} facet={facet} issueId={issueId} search={search} />
      ))}
      {facets.length > shown.length && (
        <button type="button" className={classes.more} onClick={() => setMore(true)}>
          {count(facets.length - shown.length, 'more tag')}
        </button>
      )}
    </div>
  );
}
