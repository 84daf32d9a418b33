import { Button, Modal, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import classes from './Triage.module.css';

interface CustomProps {
  onClose: () => void;
  onPick: (until: Date) => void;
}

/** Asks until when an issue should be put off. */
export default function CustomTime({ onClose, onPick }: CustomProps) {
  const [text, setText] = useState('');
  const until = new Date(text); // a field of this type speaks the reader's own time
  const fine = until.getTime() > Date.now();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (fine) onPick(until);
  };
  return (
    <Modal opened onClose={onClose} title="Snooze until" size="sm">
      <form onSubmit={submit} className={classes.addForm}>
        <TextInput
          data-autofocus
          type="datetime-local"
          aria-label="Day and time"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={text !== '' && !fine ? 'This time has passed.' : undefined}
        />
        <Button type="submit" disabled={!fine}>
          Snooze
        </Button>
      </form>
    </Modal>
  );
}
