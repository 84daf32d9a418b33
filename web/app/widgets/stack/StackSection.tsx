import { useLocalStorage } from '@mantine/hooks';
import { useState } from 'react';
import { Choice } from '../../ui/Choice';
import { CopyButton } from '../../ui/CopyButton';
import { Section } from '../../ui/Section';
import type { Exception } from '../event/payload';
import { canFold, chainOf } from './chain';
import { ExceptionBlock } from './ExceptionBlock';
import classes from './Stack.module.css';
import { stackText } from './text';

const reaches = [
  { value: 'app', label: 'App', title: 'Only frames of the app; the others are folded' },
  { value: 'all', label: 'All', title: 'All frames' },
] as const;
const looks = [
  { value: 'rich', label: 'Rich' },
  { value: 'raw', label: 'Raw', title: 'As plain text' },
] as const;

type Reach = (typeof reaches)[number]['value'];

interface StackSectionProps {
  exceptions: Exception[];
  platform: string;
}

/** The exceptions of an event with their stacks. */
export function StackSection({ exceptions, platform }: StackSectionProps) {
  const [reach, setReach] = useLocalStorage<Reach>({ key: 'belfry-frames', defaultValue: 'app' });
  const [look, setLook] = useState<'rich' | 'raw'>('rich');
  const foldable = exceptions.some((e) => canFold(e.frames ?? []));
  const text = () => stackText(exceptions, platform);
  return (
    <Section
      id="stack"
      title="Stack trace"
      actions={
        <>
          {foldable && look === 'rich' && (
            <Choice label="Frames" options={reaches} value={reach} onChange={setReach} />
          )}
          <Choice label="View" options={looks} value={look} onChange={setLook} />
          <CopyButton value={text} label="Copy the stack trace" />
        </>
      }
    >
      {look === 'raw' ? (
        <pre className={classes.raw}>{text()}</pre>
      ) : (
        chainOf(exceptions).map((link, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an exception is its place in the chain
          <ExceptionBlock key={i} link={link} all={reach === 'all'} />
        ))
      )}
    </Section>
  );
}
