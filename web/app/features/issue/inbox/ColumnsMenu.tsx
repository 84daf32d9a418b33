import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { Check, Columns3 } from 'lucide-react';
import { present } from '../../../ui/search';
import { type Column, chosenColumns, columnNames, columns, columnsIn } from './columns';
import type { InboxSearch } from './search';

/** Which columns the list has, and how far its charts reach back. */
export function ColumnsMenu({ search }: { search: InboxSearch }) {
  const navigate = useNavigate();
  const chosen = chosenColumns(search.columns);
  const go = (part: Partial<InboxSearch>) =>
    void navigate({ to: '/issues', search: present({ ...search, ...part }), resetScroll: false });
  const turn = (column: Column) => {
    const next = chosen.includes(column) ? chosen.filter((c) => c !== column) : [...chosen, column];
    if (next.length > 0) go({ columns: columnsIn(next.join(',')) });
  };
  return (
    <Menu position="bottom-end" width={190} closeOnItemClick={false}>
      <Tooltip label="Columns">
        <Menu.Target>
          <ActionIcon size={36} variant="default" aria-label="Columns">
            <Columns3 size={16} />
          </ActionIcon>
        </Menu.Target>
      </Tooltip>
      <Menu.Dropdown>
        {columns.map((column) => (
          <Menu.Item
            key={column}
            role="menuitemcheckbox"
            aria-checked={chosen.includes(column)}
            leftSection={chosen.includes(column) ? <Check size={15} /> : <span />}
            onClick={() => turn(column)}
          >
            {columnNames[column]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item disabled={!search.columns} onClick={() => go({ columns: undefined })}>
          The usual ones
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
