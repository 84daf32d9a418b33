import { JsonView } from '../../ui/JsonView';
import { KeyValues } from '../../ui/KeyValues';
import { LongText } from '../../ui/LongText';
import { Section } from '../../ui/Section';
import { type ContextRow, contextCards } from './contexts';
import classes from './Event.module.css';
import type { Json } from './payload';

function Value({ row }: { row: ContextRow }) {
  if (row.text) return <span title={String(row.value)}>{row.text}</span>;
  if (typeof row.value === 'object' && row.value !== null) return <JsonView value={row.value} open={0} />;
  return <LongText text={String(row.value)} limit={400} />;
}

/** Where the event happened: browser, system, device, whatever the app added. */
export function ContextsSection({ contexts }: { contexts: Record<string, Json> }) {
  const cards = contextCards(contexts);
  if (cards.length === 0) return null;
  return (
    <Section id="contexts" title="Context" note={cards.length}>
      <div className={classes.cards}>
        {cards.map((card) => (
          <article key={card.key} className={classes.card}>
            <h3>{card.title}</h3>
            <KeyValues rows={card.rows.map((row) => ({ name: row.name, value: <Value row={row} /> }))} />
          </article>
        ))}
      </div>
    </Section>
  );
}
