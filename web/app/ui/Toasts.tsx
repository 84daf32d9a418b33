import { Anchor } from '@mantine/core';
import { Notifications, notifications } from '@mantine/notifications';
import { Check, TriangleAlert } from 'lucide-react';
import type { Message, Undo } from './toast';

function Body({ text, undo, id }: { text: string; undo?: Undo; id: string }) {
  if (!undo) return text;
  const act = () => {
    notifications.hide(id);
    undo.onClick();
  };
  return (
    <>
      {text}{' '}
      <Anchor component="button" type="button" size="sm" fw={600} onClick={act}>
        {undo.label}
      </Anchor>
    </>
  );
}

/** Shows a message once the place for it is there. */
export function show({ text, failed, undo }: Message) {
  const id = crypto.randomUUID?.() ?? String(Math.random());
  notifications.show({
    id,
    message: <Body text={text} undo={undo} id={id} />,
    color: failed ? 'red' : 'bronze',
    icon: failed ? <TriangleAlert size={16} /> : <Check size={16} />,
    autoClose: failed ? 8000 : undo ? 7000 : 3500,
    withBorder: true,
    role: failed ? 'alert' : 'status',
  });
}

/** The corner where messages appear. */
export default function Toasts() {
  return <Notifications position="bottom-right" limit={4} autoClose={5000} />;
}
