import { Select } from '@mantine/core';
import { useState } from 'react';
import { count } from '../../text/number';
import { Section } from '../../ui/Section';
import type { Thread } from '../event/payload';
import { FrameList } from './FrameList';
import classes from './Stack.module.css';

function nameOf(thread: Thread): string {
  const marks = [
    thread.crashed && 'crashed',
    thread.current && 'current',
    thread.state?.toLowerCase(),
  ].filter(Boolean);
  const name = thread.name || `Thread ${thread.id ?? ''}`;
  return marks.length > 0 ? `${name} (${marks.join(', ')})` : name;
}

/** The threads of the process; one of them is shown. */
export function ThreadsSection({ threads }: { threads: Thread[] }) {
  const first = threads.findIndex((t) => t.crashed && t.frames?.length);
  const [chosen, setChosen] = useState(
    String(
      Math.max(
        first,
        threads.findIndex((t) => t.frames?.length),
        0,
      ),
    ),
  );
  const thread = threads[Number(chosen)];
  return (
    <Section id="threads" title="Threads" note={count(threads.length, 'thread')} closed>
      <Select
        aria-label="Thread"
        maw={420}
        mb={8}
        searchable={threads.length > 8}
        allowDeselect={false}
        data={threads.map((t, i) => ({ value: String(i), label: nameOf(t) }))}
        value={chosen}
        onChange={(value) => setChosen(value ?? '0')}
      />
      {thread?.frames?.length ? (
        <FrameList key={chosen} frames={thread.frames} all={false} />
      ) : (
        <p className={classes.absent}>No stack came for this thread.</p>
      )}
    </Section>
  );
}
