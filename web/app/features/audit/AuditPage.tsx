import { Button, Group, Select, Skeleton, Stack, TextInput } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import { type Answer, call, q } from '../../api/client';
import { paths } from '../../paths';
import { Card } from '../../ui/Card';
import { Failure } from '../../ui/Failure';
import { Page } from '../../ui/Page';
import { Time } from '../../ui/Time';
import { useOrganizations } from '../../widgets/useOrganizations';
import classes from './Audit.module.css';
import { beginOf, endOf, firstDay, lastDay } from './days';

type Entry = Answer<'listAudit'>['items'][number];

const kinds = [
  { value: 'session', label: 'Sign-ins' },
  { value: 'organization', label: 'Organization' },
  { value: 'member', label: 'Members' },
  { value: 'invitation', label: 'Invitations' },
  { value: 'token', label: 'Tokens' },
  { value: 'password', label: 'Passwords' },
  { value: 'project', label: 'Projects' },
  { value: 'key', label: 'Keys' },
];

function Line({ entry }: { entry: Entry }) {
  const detail = Object.entries(entry.detail).map(([name, value]) => `${name}: ${value}`);
  return (
    <tr>
      <td>
        <Time at={entry.at} />
      </td>
      <td>
        {entry.actor.name || <span className="muted">Nobody known</span>}
        {entry.actor.token && <span className="muted"> with {entry.actor.token}</span>}
      </td>
      <td>
        <code>{entry.action}</code>
      </td>
      <td>{entry.target.name || entry.target.type}</td>
      <td className={classes.detail}>{detail.join('; ')}</td>
      <td title={entry.agent}>{entry.address}</td>
    </tr>
  );
}

function Lines({ entries }: { entries: Entry[] }) {
  if (entries.length === 0) return <p className="muted">Nothing that fits was recorded.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={classes.scroll} tabIndex={0} aria-label="Entries">
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Who</th>
            <th scope="col">Did</th>
            <th scope="col">To</th>
            <th scope="col">Detail</th>
            <th scope="col">From</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <Line key={entry.id} entry={entry} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Who did what, for administrators. */
export default function AuditPage() {
  const search = useSearch({ from: '/shell/audit' });
  const navigate = useNavigate();
  const { several } = useOrganizations();
  const members = useQuery(q('listMembers'));
  const filter = { ...search, limit: 100 };
  const log = useInfiniteQuery({
    queryKey: [...q('listAudit', { query: filter }).queryKey, 'pages'],
    queryFn: ({ pageParam, signal }) =>
      call('listAudit', { query: { ...filter, ...(pageParam && { cursor: pageParam }) } }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
  const show = (change: typeof search) =>
    void navigate({ ...paths.audit({ ...search, ...change }), replace: true });
  const query = new URLSearchParams(Object.entries(search).map(([name, value]) => [name, String(value)]));
  return (
    <Page
      title="Audit log"
      actions={
        <Button
          component="a"
          href={`/api/v1/audit/export?${query}`}
          variant="default"
          leftSection={<Download size={14} />}
        >
          Export CSV
        </Button>
      }
    >
      <Stack gap="md">
        <Group gap="sm">
          <Select
            aria-label="Who"
            placeholder="Anybody"
            clearable
            searchable
            data={(members.data?.items ?? []).map((m) => ({ value: String(m.id), label: m.name }))}
            value={search.actor ? String(search.actor) : null}
            onChange={(id) => show({ actor: id ? Number(id) : undefined })}
          />
          <Select
            aria-label="What"
            placeholder="Everything"
            clearable
            data={kinds.filter((kind) => several || kind.value !== 'organization')}
            value={search.action ?? null}
            onChange={(action) => show({ action: action ?? undefined })}
          />
          <TextInput
            type="date"
            aria-label="From this day"
            max={lastDay(search.to) || undefined}
            value={firstDay(search.from)}
            onChange={(event) => show({ from: beginOf(event.currentTarget.value) })}
          />
          <span className="muted">to</span>
          <TextInput
            type="date"
            aria-label="To this day"
            min={firstDay(search.from) || undefined}
            value={lastDay(search.to)}
            onChange={(event) => show({ to: endOf(event.currentTarget.value) })}
          />
        </Group>
        <Card title="Entries">
          {log.isPending && <Skeleton height={240} />}
          {log.error && (
            <Failure
              title="The log could not be loaded"
              error={log.error}
              onRetry={() => void log.refetch()}
            />
          )}
          {log.data && <Lines entries={log.data.pages.flatMap((page) => page.items)} />}
          {log.hasNextPage && (
            <Button
              variant="default"
              mt="md"
              loading={log.isFetchingNextPage}
              onClick={() => void log.fetchNextPage()}
            >
              Show older
            </Button>
          )}
        </Card>
      </Stack>
    </Page>
  );
}
