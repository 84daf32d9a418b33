import type { ReactNode } from 'react';
import { CopyButton } from '../../ui/CopyButton';
import { JsonView } from '../../ui/JsonView';
import { KeyValues } from '../../ui/KeyValues';
import { LongText } from '../../ui/LongText';
import { Section } from '../../ui/Section';
import { curlCommand, fullUrl } from './curl';
import classes from './Event.module.css';
import { isObject, type Json, type Pair, type Request } from './payload';

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className={classes.part}>
      <h3>{title}</h3>
      {children}
    </div>
  );
}

function Pairs({ title, pairs }: { title: string; pairs: Pair[] | undefined }) {
  if (!pairs?.length) return null;
  return (
    <Part title={title}>
      <KeyValues
        mono
        rows={pairs.map((p) => ({ name: p.name, value: <LongText text={p.value} limit={600} /> }))}
      />
    </Part>
  );
}

// A body that is JSON inside a text is shown as JSON.
function parsed(data: Json): Json {
  if (typeof data !== 'string' || !/^\s*[[{]/.test(data)) return data;
  try {
    return JSON.parse(data) as Json;
  } catch {
    return data;
  }
}

function Body({ data }: { data: Json | undefined }) {
  if (data === undefined || data === null || data === '') return null;
  const value = parsed(data);
  return (
    <Part title="Body">
      <div className={classes.block}>
        {typeof value === 'object' ? (
          <JsonView value={value} open={2} />
        ) : (
          <pre>
            <LongText text={String(value)} limit={4000} />
          </pre>
        )}
      </div>
    </Part>
  );
}

const text = (value: Json) => (typeof value === 'string' ? value : JSON.stringify(value));

/** The HTTP request that was being served. */
export function RequestSection({ request, facts = [] }: { request: Request; facts?: Pair[] }) {
  const env = isObject(request.env)
    ? Object.entries(request.env).map(([name, v]) => ({ name, value: text(v) }))
    : [];
  return (
    <Section
      id="request"
      title="Request"
      actions={
        request.url && (
          <CopyButton value={() => curlCommand(request)} label="Copy as curl" text="Copy as curl" />
        )
      }
    >
      {request.url && (
        <p className={classes.url}>
          <strong>{request.method ?? 'GET'}</strong> <span>{fullUrl(request)}</span>
        </p>
      )}
      <div className={classes.parts}>
        {facts.length > 0 && <KeyValues rows={facts} />}
        <Pairs title="Parameters" pairs={request.params} />
        <Pairs title="Query" pairs={request.query} />
        <Body data={request.data} />
        <Pairs title="Headers" pairs={request.headers} />
        <Pairs title="Cookies" pairs={request.cookies} />
        <Pairs title="Environment" pairs={env} />
      </div>
    </Section>
  );
}
