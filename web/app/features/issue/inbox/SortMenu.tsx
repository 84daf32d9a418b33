import { Button, Menu } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { ArrowDownWideNarrow, ArrowUpNarrowWide, Check } from 'lucide-react';
import { type InboxSearch, sortedBy, sorts } from './search';

const words: Record<string, string> = {
  last_seen: 'Last seen',
  first_seen: 'First seen',
  events: 'Events',
  users: 'Users',
  trend: 'Trend',
  priority: 'Priority',
  level: 'Level',
};

/** In which order the issues stand; choosing the same again turns it around. */
export function SortMenu({ search }: { search: InboxSearch }) {
  const navigate = useNavigate();
  const sort = search.sort ?? 'last_seen';
  const up = search.order === 'asc';
  const Icon = up ? ArrowUpNarrowWide : ArrowDownWideNarrow;
  return (
    <Menu position="bottom-end" width={190}>
      <Menu.Target>
        <Button
          variant="default"
          size="sm"
          leftSection={<Icon size={15} aria-hidden />}
          aria-label={`Sort by: ${words[sort]}, ${up ? 'lowest' : 'highest'} first`}
        >
          {words[sort]}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {sorts.map((one) => (
          <Menu.Item
            key={one}
            leftSection={one === sort ? <Icon size={15} /> : <span />}
            onClick={() => void navigate({ to: '/issues', search: sortedBy(search, one) })}
          >
            {words[one]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          leftSection={up ? <Check size={15} /> : <span />}
          onClick={() => void navigate({ to: '/issues', search: sortedBy(search, sort) })}
        >
          Lowest first
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
