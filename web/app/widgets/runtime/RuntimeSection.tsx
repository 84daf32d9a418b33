import { JsonView } from '../../ui/JsonView';
import { KeyValues } from '../../ui/KeyValues';
import { LongText } from '../../ui/LongText';
import { Section } from '../../ui/Section';
import classes from '../event/Event.module.css';
import type { Json, Payload } from '../event/payload';
import { panelsOf } from './panels';
import { runtimeTitle } from './runtime';

function Value({ value }: { value: Json }) {
  if (typeof value === 'object' && value !== null) return <JsonView value={value} open={1} />;
  return <LongText text={String(value)} limit={800} />;
}

/** What events of one language tell beside their stack: the job, the task, the routing, the scopes. */
export function RuntimeSection({ payload }: { payload: Payload }) {
  const panels = panelsOf(payload);
  if (panels.length === 0) return null;
  return (
    <Section id="runtime" title={runtimeTitle(payload)} note={panels.length}>
      <div className={classes.cards}>
        {panels.map((panel) => (
          <article key={panel.title} className={classes.card}>
            <h3>{panel.title}</h3>
            <KeyValues
              rows={panel.rows.map((row) => ({ name: row.name, value: <Value value={row.value} /> }))}
            />
          </article>
        ))}
      </div>
    </Section>
  );
}
