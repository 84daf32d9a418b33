import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { q } from '../../../api/client';
import { count, full } from '../../../text/number';
import type { IssueSearch } from '../search';
import { Bar, type Facet } from './Bar';
import classes from './FacetBars.module.css';
import { inOrder, titleOf } from './facets';

const shownAtFirst = 4;
const facetsAtFirst = 6;

const AllValues = lazy(() => import('./AllValues'));

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
      <Suspense fallback={null}>
        {all && <AllValues facet={facet} issueId={issueId} search={search} onClose={() => setAll(false)} />}
      </Suspense>
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
