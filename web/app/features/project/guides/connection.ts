import type { Connection } from './types';

const LOCAL_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]', '0.0.0.0']);

/** Takes a DSN apart; null for anything that is not one. */
export function parseDsn(dsn: string): Connection | null {
  if (!URL.canParse(dsn)) return null;
  const url = new URL(dsn);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
  const path = url.pathname.replace(/\/+$/, '').split('/');
  const projectId = path.pop() ?? '';
  if (url.username === '' || !/^\d+$/.test(projectId)) return null;
  return {
    dsn,
    publicKey: url.username,
    projectId,
    baseUrl: `${url.protocol}//${url.host}${path.join('/')}`,
    host: url.host,
    secure: url.protocol === 'https:',
    local: LOCAL_HOSTS.has(url.hostname),
  };
}

export type IntakeKind = 'envelope' | 'store' | 'security' | 'minidump';

/** The address of one intake endpoint of the connection's project. */
export function intakeUrl(c: Connection, kind: IntakeKind, withKey = true): string {
  const query = withKey ? `?sentry_key=${c.publicKey}` : '';
  return `${c.baseUrl}/api/${c.projectId}/${kind}/${query}`;
}

/** Warnings that hold for every runtime. */
export function connectionNotes(c: Connection): string[] {
  const notes: string[] = [];
  if (c.local) {
    notes.push(
      `This DSN points at ${c.host}, so only programs on this machine can use it. Start Belfry with --base-url and the address other machines reach it by, and the DSN follows.`,
    );
  } else if (!c.secure) {
    notes.push(
      'This DSN uses plain HTTP: reports can be read on the way. Put a reverse proxy with TLS in front and set --base-url to the https address.',
    );
  }
  return notes;
}
