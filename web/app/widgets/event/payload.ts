// The stored form of an event, as internal/telemetry writes it. The specification leaves it open
// (it holds what SDKs send), so everything here is optional.

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export interface Frame {
  function?: string;
  module?: string;
  package?: string;
  filename?: string;
  abs_path?: string;
  lineno?: number;
  colno?: number;
  in_app?: boolean;
  pre_context?: string[];
  context_line?: string;
  post_context?: string[];
  vars?: Json;
  instruction_addr?: string;
}

export interface Mechanism {
  type?: string;
  handled?: boolean;
  synthetic?: boolean;
  source?: string;
  exception_id?: number;
  parent_id?: number;
  is_exception_group?: boolean;
  description?: string;
  help_link?: string;
  data?: Json;
  meta?: Json;
}

export interface Exception {
  type?: string;
  value?: string;
  module?: string;
  mechanism?: Mechanism;
  frames?: Frame[];
  raw_frames?: Frame[];
  frame_count?: number;
  /** The trace as it came, where the frames were read out of a text; not of the server. */
  raw_text?: string;
}

export interface Thread {
  id?: string;
  name?: string;
  state?: string;
  crashed?: boolean;
  current?: boolean;
  main?: boolean;
  frames?: Frame[];
}

export interface Crumb {
  /** Microseconds since 1970. */
  time?: number;
  type?: string;
  category?: string;
  level?: string;
  message?: string;
  data?: Json;
}

export interface Pair {
  name: string;
  value: string;
}

export interface Request {
  method?: string;
  url?: string;
  query?: Pair[];
  headers?: Pair[];
  cookies?: Pair[];
  data?: Json;
  env?: Json;
  /** What the framework made of address and body; not of the server. */
  params?: Pair[];
}

export interface PersonData {
  id?: string;
  email?: string;
  username?: string;
  name?: string;
  ip_address?: string;
  segment?: string;
  geo?: Json;
  data?: Json;
}

export interface Component {
  name: string;
  value: string;
  from?: string;
  used: boolean;
  note?: string;
}

export interface Grouping {
  version: number;
  method: string;
  hash: string;
  components: Component[];
}

export interface Payload {
  kind?: string;
  platform?: string;
  logger?: string;
  transaction?: string;
  server_name?: string;
  release?: string;
  dist?: string;
  environment?: string;
  message?: string;
  message_template?: string;
  message_params?: Json;
  exceptions?: Exception[];
  threads?: Thread[];
  stacktrace?: Frame[];
  breadcrumbs?: Crumb[];
  request?: Request;
  user?: PersonData;
  contexts?: { [name: string]: Json };
  extra?: Json;
  modules?: Json;
  sdk?: { name?: string; version?: string; integrations?: string[]; packages?: Pair[] };
  fingerprint?: string[];
  notes?: { path: string; problem: string }[];
  grouping?: Grouping;
}

/** The payload of an event; an empty one where there is none. */
export function readPayload(raw: unknown): Payload {
  // The server wrote it in this form; whatever it lacks is absent.
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw) ? (raw as Payload) : {};
}

/** True for an object, as opposed to a list or a plain value. */
export function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
