import { Modal, Skeleton, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { qKeep } from '../../../api/client';
import { count } from '../../../text/number';
import type { IssueSearch } from '../search';
import { Bar, type Facet } from './Bar';
import classes from './FacetBars.module.css';
import { titleOf } from './facets';

interface AllProps {
  facet: Facet;
  issueId: string;
  search: IssueSearch;
  onClose: () => void;
}

/** All values of a facet, to look through. */
export default function AllValues({ facet, issueId, search, onClose }: AllProps) {
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
