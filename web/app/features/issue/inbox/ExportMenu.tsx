import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { Download } from 'lucide-react';
import { address } from '../../../api/client';
import { type InboxSearch, listQuery } from './search';

const formats = [
  { format: 'csv', label: 'CSV, for a spreadsheet' },
  { format: 'ndjson', label: 'NDJSON, one object per line' },
] as const;

/** The issues of the list as a file, all of them and in its order. */
export function ExportMenu({ search }: { search: InboxSearch }) {
  const { trend: _, ...query } = listQuery(search);
  return (
    <Menu position="bottom-end" width={230}>
      <Tooltip label="Export">
        <Menu.Target>
          <ActionIcon size={36} variant="default" aria-label="Export">
            <Download size={16} />
          </ActionIcon>
        </Menu.Target>
      </Tooltip>
      <Menu.Dropdown>
        {formats.map(({ format, label }) => (
          <Menu.Item
            key={format}
            component="a"
            href={address('exportIssues', { query: { ...query, format } })}
            download={`issues.${format}`}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
