import { ActionIcon, Menu } from '@mantine/core';
import { Copy, Ellipsis } from 'lucide-react';
import { readText } from '../../api/client';
import type { EventDetail } from '../../api/schema';
import { copyText } from '../../ui/clipboard';
import { toast } from '../../ui/toast';

// The issue with this event, as the server writes it down for people and models.
const markdownOf = (event: EventDetail) => readText(`/issues/${event.issue_id}.md?event=${event.id}`);

async function copy(make: () => string | Promise<string>) {
  const text = await Promise.resolve(make()).catch(() => undefined);
  if (text === undefined) toast.failure('The text could not be fetched. Try again.');
  else if (await copyText(text)) toast.success('Copied.');
  else toast.failure('The browser did not allow copying.');
}

/** An event in the forms in which people pass it on. */
export function EventCopies({ event, shortId }: { event: EventDetail; shortId: string }) {
  const link = () => `${location.origin}/issues/${shortId}?event=${event.id}`;
  const forms: [label: string, make: () => string | Promise<string>][] = [
    ['Copy as Markdown', () => markdownOf(event)],
    ['Copy as JSON', () => JSON.stringify(event.payload, null, 2)],
    ['Copy the link to this event', link],
  ];
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size={28} variant="default" aria-label="Copy the event">
          <Ellipsis size={15} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {forms.map(([label, make]) => (
          <Menu.Item key={label} leftSection={<Copy size={14} />} onClick={() => void copy(make)}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
