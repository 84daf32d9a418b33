import { Anchor } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { Check, TriangleAlert } from 'lucide-react';

interface Undo {
  label: string;
  onClick: () => void;
}

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

function show(text: string, failed: boolean, undo?: Undo) {
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

/** Short messages in the corner. */
export const toast = {
  success: (text: string, undo?: Undo) => show(text, false, undo),
  failure: (text: string) => show(text, true),
};
