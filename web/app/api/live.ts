import { apiRoot } from './client';

/** One line of the change feed. */
export interface Change {
  seq: number;
  topic: 'issue' | 'project' | 'instance';
  project_id: number;
  subject: number;
  change: string;
  at: string;
}

export type LiveState = 'connecting' | 'live' | 'offline';

type Listener = (changes: Change[]) => void;

const settleMs = 400;
const retryMs = [1000, 2000, 5000, 10_000, 30_000];

/**
 * The stream of changes: one connection for the whole app, opened while anyone
 * listens. Changes are handed over in small batches.
 */
export class LiveStream {
  private source: EventSource | undefined;
  private readonly listeners = new Set<Listener>();
  private readonly watchers = new Set<() => void>();
  private pending: Change[] = [];
  private flushTimer: ReturnType<typeof setTimeout> | undefined;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private current: LiveState = 'connecting';

  /** Listens until the returned function is called. */
  readonly listen = (listener: Listener): (() => void) => {
    this.listeners.add(listener);
    if (this.listeners.size === 1) this.open();
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) this.close();
    };
  };

  /** For useSyncExternalStore: calls back when the state changes. */
  readonly watch = (changed: () => void): (() => void) => {
    this.watchers.add(changed);
    return () => this.watchers.delete(changed);
  };

  readonly state = (): LiveState => this.current;

  private open() {
    this.source = new EventSource(`${apiRoot}/stream`, { withCredentials: true });
    this.source.onopen = () => {
      this.failures = 0;
      this.become('live');
    };
    this.source.onerror = () => this.failed();
    this.source.addEventListener('change', (message) => this.take(message));
  }

  private take(message: MessageEvent<string>) {
    try {
      this.pending.push(JSON.parse(message.data) as Change);
    } catch {
      return; // not a change we know
    }
    this.flushTimer ??= setTimeout(() => this.flush(), settleMs);
  }

  private flush() {
    this.flushTimer = undefined;
    const batch = this.pending;
    this.pending = [];
    for (const listener of this.listeners) listener(batch);
  }

  // The browser reconnects by itself after a cut, but gives up on an HTTP error.
  private failed() {
    this.become('offline');
    if (this.source?.readyState !== EventSource.CLOSED) return;
    const wait = retryMs[Math.min(this.failures, retryMs.length - 1)];
    this.failures += 1;
    this.retryTimer = setTimeout(() => this.open(), wait);
  }

  private close() {
    clearTimeout(this.flushTimer);
    clearTimeout(this.retryTimer);
    this.flushTimer = undefined;
    this.pending = [];
    this.source?.close();
    this.source = undefined;
    this.become('connecting');
  }

  private become(state: LiveState) {
    if (state === this.current) return;
    this.current = state;
    for (const changed of this.watchers) changed();
  }
}
