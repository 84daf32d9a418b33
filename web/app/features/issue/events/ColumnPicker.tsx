import { Button, Checkbox, Popover, ScrollArea, TextInput } from '@mantine/core';
import { Columns3 } from 'lucide-react';
import { useState } from 'react';
import { choices, known, usual } from './columns';

interface ColumnPickerProps {
  tags: string[];
  columns: string[];
  onChange: (columns: string[]) => void;
}

/** Chooses the columns of the table: what every event has, and any tag. */
export function ColumnPicker({ tags, columns, onChange }: ColumnPickerProps) {
  const [filter, setFilter] = useState('');
  const wanted = filter.trim().toLowerCase();
  const all = choices(tags, columns).filter((name) => (known[name] ?? name).toLowerCase().includes(wanted));
  const toggle = (name: string) =>
    onChange(columns.includes(name) ? columns.filter((c) => c !== name) : [...columns, name]);
  return (
    <Popover position="bottom-end" width={260} trapFocus shadow="md">
      <Popover.Target>
        <Button variant="default" leftSection={<Columns3 size={15} />}>
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <TextInput
          aria-label="Find a column"
          placeholder="Find a tag…"
          value={filter}
          onChange={(e) => setFilter(e.currentTarget.value)}
          mb={8}
        />
        <ScrollArea.Autosize mah={280}>
          {all.map((name) => (
            <Checkbox
              key={name}
              label={known[name] ?? name}
              checked={columns.includes(name)}
              onChange={() => toggle(name)}
              py={4}
            />
          ))}
          {all.length === 0 && <p className="muted">No tag is called that.</p>}
        </ScrollArea.Autosize>
        <Button variant="subtle" size="compact-sm" mt={8} onClick={() => onChange(usual)}>
          The usual ones
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
