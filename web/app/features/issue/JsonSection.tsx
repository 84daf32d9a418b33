import { useState } from 'react';
import type { EventDetail } from '../../api/schema';
import { Choice } from '../../ui/Choice';
import { CopyButton } from '../../ui/CopyButton';
import { JsonView } from '../../ui/JsonView';
import { Section } from '../../ui/Section';
import classes from './JsonSection.module.css';

const looks = [
  { value: 'tree', label: 'Tree' },
  { value: 'text', label: 'Text' },
] as const;

/** The event as it is stored. */
export function JsonSection({ event }: { event: EventDetail }) {
  const [look, setLook] = useState<'tree' | 'text'>('tree');
  const text = () => JSON.stringify(event.payload, null, 2);
  return (
    <Section
      id="json"
      title="JSON"
      closed
      actions={
        <>
          <Choice label="View" options={looks} value={look} onChange={setLook} />
          <CopyButton value={text} label="Copy the JSON" />
        </>
      }
    >
      <div className={classes.json}>
        {look === 'tree' ? <JsonView value={event.payload} open={1} /> : <pre>{text()}</pre>}
      </div>
    </Section>
  );
}
