import { Button, Group, Modal, Radio, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { count, full } from '../../../text/number';
import { AssignDialog } from './AssignDialog';
import { type Target, verbOf } from './bulk';
import type { TriageHandle } from './useTriage';

interface DialogProps {
  triage: TriageHandle;
}

const issuesOf = (target: Target) =>
  target.issues.length === 1 && !target.whole
    ? (target.issues[0]?.short_id ?? '')
    : `${target.whole ? 'all ' : ''}${count(target.count, 'issue')}`;

function SureDialog({ triage }: DialogProps) {
  const { target, unsure, run, close } = triage;
  const verb = unsure ? verbOf(unsure) : '';
  return (
    <Modal opened={!!unsure} onClose={close} title={`${verb} ${issuesOf(target)}?`}>
      <p>
        This reaches every issue that the search matches, those that are not listed yet included. It cannot be
        undone in one step.
      </p>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={close}>
          Cancel
        </Button>
        <Button data-autofocus onClick={() => unsure && run(unsure)}>
          {verb} {full(target.count)}
        </Button>
      </Group>
    </Modal>
  );
}

function DeleteDialog({ triage }: DialogProps) {
  const { target, question, run, close } = triage;
  return (
    <Modal opened={question === 'delete'} onClose={close} title={`Delete ${issuesOf(target)}?`}>
      <p>
        Everything of {target.count === 1 ? 'it' : 'them'} goes: events, comments, history. This cannot be
        undone. If the error happens again, it comes in as a new issue. To only get it out of sight, archive
        it.
      </p>
      <Group justify="flex-end" mt="md">
        <Button variant="default" data-autofocus onClick={close}>
          Cancel
        </Button>
        <Button color="red" onClick={() => run({ delete: true })}>
          Delete {issuesOf(target)}
        </Button>
      </Group>
    </Modal>
  );
}

function TagDialog({ triage }: DialogProps) {
  const { target, run, close } = triage;
  const [key, setKey] = useState('');
  const [value, setValue] = useState('');
  const complete = key.trim() !== '' && value.trim() !== '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (complete) run({ add_tags: [{ key: key.trim(), value: value.trim() }] });
  };
  return (
    <Modal opened onClose={close} title={`Tag ${issuesOf(target)}`}>
      <form onSubmit={submit}>
        <Group grow align="start">
          <TextInput
            label="Key"
            data-autofocus
            maxLength={200}
            value={key}
            onChange={(e) => setKey(e.currentTarget.value)}
            placeholder="team"
          />
          <TextInput
            label="Value"
            maxLength={200}
            value={value}
            onChange={(e) => setValue(e.currentTarget.value)}
            placeholder="payments"
          />
        </Group>
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" disabled={!complete}>
            Add tag
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

// The issue with the most events is the likeliest to stay.
function likeliest(target: Target): string {
  const first = [...target.issues].sort((a, b) => b.times_seen - a.times_seen)[0];
  return String(first?.id ?? '');
}

function MergeDialog({ triage }: DialogProps) {
  const { target, run, close } = triage;
  const [into, setInto] = useState(() => likeliest(target));
  return (
    <Modal opened onClose={close} title={`Merge ${count(target.count, 'issue')}`} size="lg">
      <Radio.Group
        label="Which issue stays?"
        description="It takes over the events, comments, tags and followers of the others. You can unmerge later."
        value={into}
        onChange={setInto}
      >
        <Stack gap="xs" mt="sm">
          {target.issues.map((issue) => (
            <Radio
              key={issue.id}
              value={String(issue.id)}
              label={issue.title || 'Untitled'}
              description={`${issue.short_id} · ${count(issue.times_seen, 'event')}`}
            />
          ))}
        </Stack>
      </Radio.Group>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={close}>
          Cancel
        </Button>
        <Button onClick={() => run({ merge_into: Number(into) })}>Merge</Button>
      </Group>
    </Modal>
  );
}

/** The dialogs that ask what has to be known before something is done to issues. */
export default function BulkDialogs({ triage }: DialogProps) {
  const { question } = triage;
  return (
    <>
      <SureDialog triage={triage} />
      <DeleteDialog triage={triage} />
      {question === 'tag' && <TagDialog triage={triage} />}
      {question === 'merge' && <MergeDialog triage={triage} />}
      {question === 'assign' && <AssignDialog triage={triage} />}
    </>
  );
}
