import { QueryClient } from '@tanstack/react-query';
import { describe, expect, test } from 'vitest';
import type { Issue } from '../../../api/schema';
import { activitySentence } from '../activity';
import { applyIssue, type IssuePage, type IssuePages } from '../issueCache';
import { fittingPeriod } from '../period';
import { mergeRows, newSince } from './inboxRows';
import { inboxSearch, listQuery, sortedBy } from './search';

function issue(id: number, more: Partial<Issue> = {}): Issue {
  return {
    id,
    short_id: `SHOP-${id}`,
    project_id: 1,
    project: { id: 1, slug: 'shop', name: 'Shop' },
    kind: 'error',
    title: 'T',
    culprit: '',
    level: 'error',
    status: 'open',
    priority: 50,
    assignee: null,
    platform: '',
    times_seen: 1,
    users_seen: 0,
    first_seen: '2026-01-01T00:00:00Z',
    last_seen: '2026-01-02T00:00:00Z',
    first_release: null,
    last_release: null,
    fingerprint: '',
    regressed_at: null,
    trend: [],
    snooze: null,
    tags: [],
    followers: 0,
    followed: false,
    comments_count: 0,
    ...more,
  };
}
const page = (...items: Issue[]): IssuePage => ({ items, next_cursor: null });

describe('rows', () => {
  test('keep their order and take newer figures', () => {
    const rows = mergeRows(
      [page(issue(1), issue(2))],
      page(issue(2, { times_seen: 9 }), issue(1, { times_seen: 5 })),
    );
    expect(rows.map((r) => [r.id, r.times_seen])).toEqual([
      [1, 5],
      [2, 9],
    ]);
  });
  test('come once, though a page repeats one', () => {
    expect(
      mergeRows([page(issue(1), issue(2)), page(issue(2), issue(3))], undefined).map((r) => r.id),
    ).toEqual([1, 2, 3]);
  });
});

describe('newSince', () => {
  const listed = [page(issue(1), issue(2))];
  const ids = (head: IssuePage, fresh = new Set<number>()) => newSince(listed, head, fresh).map((i) => i.id);
  const later = '2026-01-03T00:00:00Z';

  test('an issue first seen after the list was made is new', () => {
    expect(ids(page(issue(3, { first_seen: later }), issue(1)))).toEqual([3]);
  });
  test('so is one that came back', () => {
    expect(ids(page(issue(3, { regressed_at: later })))).toEqual([3]);
  });
  test('an old one that rose is not', () => {
    expect(ids(page(issue(3, { last_seen: later })))).toEqual([]);
  });
  test('one whose first event is late is, when the stream said so', () => {
    expect(ids(page(issue(3)), new Set([3]))).toEqual([3]);
  });
  test('one that is listed is not', () => {
    expect(ids(page(issue(1, { regressed_at: later })), new Set([1]))).toEqual([]);
  });
});

describe('applyIssue', () => {
  const listKey = (status?: string) => ['listIssues', { query: status ? { status } : {} }];
  function filled() {
    const queries = new QueryClient();
    for (const status of [undefined, 'all', 'resolved']) {
      queries.setQueryData(listKey(status), page(issue(1), issue(2)));
      queries.setQueryData<IssuePages>([...listKey(status), 'pages'], {
        pages: [page(issue(1)), page(issue(2))],
        pageParams: [undefined, 'c'],
      });
    }
    return queries;
  }
  const items = (queries: QueryClient, status?: string) => {
    const one = queries.getQueryData<IssuePage>(listKey(status))?.items;
    const many = queries
      .getQueryData<IssuePages>([...listKey(status), 'pages'])
      ?.pages.flatMap((p) => p.items);
    expect(many).toEqual(one);
    return one?.map((i) => `${i.id} ${i.status}`);
  };

  test('a resolved issue leaves the open ones and stays among all', () => {
    const queries = filled();
    applyIssue(queries, issue(1, { status: 'resolved' }));
    expect(items(queries)).toEqual(['2 open']);
    expect(items(queries, 'all')).toEqual(['1 resolved', '2 open']);
  });
  test('the issue itself changes, under whatever id it was asked for', () => {
    const queries = new QueryClient();
    for (const id of ['1', 'SHOP-1'])
      queries.setQueryData(['getIssue', { path: { issue_id: id } }], issue(1));
    applyIssue(queries, issue(1, { status: 'ignored' }));
    const all = queries.getQueriesData<Issue>({ queryKey: ['getIssue'] }).map(([, data]) => data?.status);
    expect(all).toEqual(['ignored', 'ignored']);
  });
});

describe('search', () => {
  test('what makes no sense is as if it were absent', () => {
    expect(inboxSearch({ project: 'x', status: 'nope', query: '', sort: 'users', order: 5 })).toEqual({
      sort: 'users',
    });
    expect(inboxSearch({ project: '3', query: 42 })).toEqual({ project: 3, query: '42' });
  });
  test('becomes parameters of the list', () => {
    expect(listQuery({ project: 3, status: 'all' })).toEqual({ project: [3], status: 'all' });
    expect(listQuery({})).toEqual({});
  });
  test('sorting by the same column turns it around', () => {
    expect(sortedBy({}, 'events')).toEqual({ sort: 'events' });
    expect(sortedBy({ sort: 'events' }, 'events')).toEqual({ sort: 'events', order: 'asc' });
    expect(sortedBy({ sort: 'events', order: 'asc' }, 'events')).toEqual({ sort: 'events' });
    expect(sortedBy({ query: 'a' }, 'last_seen')).toEqual({ query: 'a', order: 'asc' });
  });
});

test.each([
  [{ action: 'status', from: 'open', to: 'resolved' }, 'Ann resolved it'],
  [{ action: 'status', from: 'resolved', to: 'open' }, 'Ann reopened it'],
  [{ action: 'regressed', from: 'resolved', to: 'open' }, 'It came back after it was resolved'],
  [{ action: 'merged', from: 'SHOP-3', to: null }, 'Ann merged SHOP-3 into it'],
])('activity %o', (part, text) => {
  expect(activitySentence({ id: 1, at: '', actor: { id: 1, name: 'Ann' }, detail: null, ...part })).toBe(
    text,
  );
});

test.each([
  ['2026-11-21T11:00:00Z', '24h'],
  ['2026-11-20T11:00:00Z', '7d'],
  ['2026-11-01T11:00:00Z', '30d'],
  ['2025-11-01T11:00:00Z', '90d'],
])('an issue last seen %s shows %s', (lastSeen, period) => {
  expect(fittingPeriod(lastSeen, new Date('2026-11-21T12:00:00Z'))).toBe(period);
});
