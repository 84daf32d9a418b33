import { ActionIcon, Menu } from '@mantine/core';
import { Copy, Ellipsis } from 'lucide-react';
import type { EventDetail } from '../../api/schema';
import { copyText } from '../../ui/clipboard';
import { toast } from '../../ui/toast';
import { eventMarkdown } from '../../widgets/event/markdown';
import { readPayload } from '../../widgets/event/payload';

async function copy(text: string) {
  if (await copyText(text)) toast.success('Copied.');
  else toast.failure('The browser did not allow copying.');
}

/** An event in the forms in which people pass it on. */
export function EventCopies({ event, shortId }: { event: EventDetail; shortId: string }) {
  const link = () => `${location.origin}/issues/${shortId}?event=${event.id}`;
  const markdown = () => eventMarkdown({ ...event, shortId, url: link() }, readPayload(event.payload));
  const forms: [label: string, make: () => string][] = [
    ['Copy as Markdown', markdown],
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
          <Menu.Item key={label} leftSection={<Copy size={14} />} onClick={() => void copy(make())}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
