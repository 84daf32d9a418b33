import { Button, Menu, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { CalendarRange, Check } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { short } from '../../../text/time';
import { present } from '../../../ui/search';
import classes from './InboxToolbar.module.css';
import { type InboxSearch, type Range, ranges } from './search';

const words: Record<Range, string> = {
  '1h': 'Last hour',
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
  '14d': 'Last 14 days',
  '30d': 'Last 30 days',
  '90d': 'Last 90 days',
};

function labelOf({ range, from, to }: InboxSearch): string {
  if (range) return words[range];
  if (from && to) return `${short(new Date(from))} – ${short(new Date(to))}`;
  if (from) return `Since ${short(new Date(from))}`;
  return to ? `Until ${short(new Date(to))}` : 'Any time';
}

// What a field for date and time reads and writes: the reader's own clock, without a zone.
function local(at: string | undefined): string {
  if (!at) return '';
  const date = new Date(at);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function OwnRange({ search, go }: { search: InboxSearch; go: (part: Partial<InboxSearch>) => void }) {
  const [from, setFrom] = useState(local(search.from));
  const [to, setTo] = useState(local(search.to));
  const wrong = from !== '' && to !== '' && from >= to;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (wrong) return;
    const instant = (text: string) => (text === '' ? undefined : new Date(text).toISOString());
    go({ from: instant(from), to: instant(to) });
  };
  return (
    <form className={classes.ownRange} onSubmit={submit}>
      <TextInput
        type="datetime-local"
        label="From"
        value={from}
        onChange={(e) => setFrom(e.currentTarget.value)}
      />
      <TextInput
        type="datetime-local"
        label="To"
        value={to}
        onChange={(e) => setTo(e.currentTarget.value)}
        error={wrong && 'The end must come after the beginning.'}
      />
      <Button type="submit" disabled={from === '' && to === ''}>
        Apply
      </Button>
    </form>
  );
}

/** When an issue must have been seen last to be listed. */
export function RangeMenu({ search }: { search: InboxSearch }) {
  const navigate = useNavigate();
  const [opened, setOpened] = useState(false);
  const label = labelOf(search);
  const go = (part: Partial<InboxSearch>) => {
    setOpened(false);
    const rest = { ...search, range: undefined, from: undefined, to: undefined };
    void navigate({ to: '/issues', search: present({ ...rest, ...part }) });
  };
  const mark = (chosen: boolean) => (chosen ? <Check size={15} /> : <span />);
  return (
    <Menu position="bottom-end" width={240} opened={opened} onChange={setOpened}>
      <Menu.Target>
        <Button
          variant="default"
          size="sm"
          leftSection={<CalendarRange size={15} aria-hidden />}
          aria-label={`Time: ${label}`}
        >
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={mark(label === 'Any time')} onClick={() => go({})}>
          Any time
        </Menu.Item>
        {ranges.map((range) => (
          <Menu.Item key={range} leftSection={mark(search.range === range)} onClick={() => go({ range })}>
            {words[range]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <OwnRange search={search} go={go} />
      </Menu.Dropdown>
    </Menu>
  );
}
