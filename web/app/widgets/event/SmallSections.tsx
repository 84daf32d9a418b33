import { CopyButton } from '../../ui/CopyButton';
import { JsonView } from '../../ui/JsonView';
import { KeyValues } from '../../ui/KeyValues';
import { LongText } from '../../ui/LongText';
import { Section } from '../../ui/Section';
import { words } from './contexts';
import classes from './Event.module.css';
import { isObject, type Json, type PersonData } from './payload';

/** What was logged, where that is more than the title. */
export function MessageSection({ message, template }: { message: string; template: string | undefined }) {
  return (
    <Section id="message" title="Message" actions={<CopyButton value={message} label="Copy the message" />}>
      <pre className={classes.message}>
        <LongText text={message} limit={6000} />
      </pre>
      {template && template !== message && <p className={classes.template}>{template}</p>}
    </Section>
  );
}

/** The tags of an event. */
export function TagsSection({ tags }: { tags: Record<string, string> }) {
  const all = Object.entries(tags);
  return (
    <Section id="tags" title="Tags" note={all.length}>
      <dl className={classes.tags}>
        {all.map(([name, value]) => (
          <div key={name} className={classes.tag}>
            <dt title={name}>{name}</dt>
            <dd title={value}>{value}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

const personNames: Record<string, string> = { ip_address: 'IP address', email: 'E-mail', id: 'ID' };

/** The person who met the error. */
export function UserSection({ user }: { user: PersonData }) {
  const { geo, data, ...plain } = user;
  const spread = (value: Json | undefined) => (isObject(value) ? Object.entries(value) : []);
  const rows = [...Object.entries(plain), ...spread(geo), ...spread(data)]
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => ({
      name: personNames[name] ?? words(name),
      value: typeof value === 'object' ? <JsonView value={value} open={0} /> : String(value),
    }));
  if (rows.length === 0) return null;
  return (
    <Section id="user" title="User">
      <KeyValues rows={rows} />
    </Section>
  );
}

/** What the app added to the event. */
export function ExtraSection({ extra }: { extra: Json }) {
  if (!isObject(extra) || Object.keys(extra).length === 0) return null;
  const rows = Object.entries(extra).map(([name, value]) => ({
    name,
    value:
      typeof value === 'object' && value !== null ? (
        <JsonView value={value} open={1} />
      ) : (
        <LongText text={String(value)} limit={600} />
      ),
  }));
  return (
    <Section id="extra" title="Extra" note={rows.length}>
      <KeyValues mono rows={rows} />
    </Section>
  );
}

/** The packages that the app had loaded. */
export function ModulesSection({ modules }: { modules: Json }) {
  if (!isObject(modules)) return null;
  const all = Object.entries(modules).sort(([a], [b]) => a.localeCompare(b));
  if (all.length === 0) return null;
  return (
    <Section id="modules" title="Packages" note={all.length} closed>
      <ul className={classes.modules}>
        {all.map(([name, version]) => (
          <li key={name}>
            <span>{name}</span> <span className="muted">{String(version ?? '')}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** What could not be taken as it was sent. */
export function NotesSection({ notes }: { notes: { path: string; problem: string }[] }) {
  return (
    <Section id="notes" title="Notes on what was sent" note={notes.length} closed>
      <KeyValues rows={notes.map((note) => ({ name: note.path, value: note.problem }))} />
    </Section>
  );
}
