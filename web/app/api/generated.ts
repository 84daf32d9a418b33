// Until the specification is complete: the same shape as the generated file.
type Op<Q, P, B, R, S extends number = 200> = {
  parameters: { query?: Q; path: P };
  requestBody: { content: { 'application/json': B } };
  responses: { [K in S]: { content: { 'application/json': R } } };
};
type None = Record<string, never>;
type Page<T> = { items: T[]; next_cursor: string | null };

export interface components {
  schemas: {
    SetupState: { needed: boolean; version: string };
    Session: {
      user: { id: number; name: string; email: string; role: 'admin' | 'member' };
      organization: { id: number; name: string };
      base_url: string;
      version: string;
      scope: 'read' | 'write';
    };
    Token: {
      id: number;
      name: string;
      scope: 'read' | 'write';
      prefix: string;
      created_at: string;
      last_used_at: string | null;
      expires_at: string | null;
      token?: string;
    };
    ProjectSettings: { scrub_ip: boolean; scrub_email: boolean; scrub_keys: string[]; safe_keys: string[] };
    Project: {
      id: number;
      slug: string;
      name: string;
      platform: string;
      status: 'active' | 'archived';
      created_at: string;
      open_issues: number;
      events_24h: number;
      trend: number[];
      last_event_at: string | null;
      settings?: components['schemas']['ProjectSettings'];
    };
    Contents: {
      issues: number;
      events: number;
      feedback: number;
      attachments: number;
      attachment_bytes: number;
      keys: number;
    };
    Key: {
      id: number;
      name: string;
      public_key: string;
      dsn: string;
      enabled: boolean;
      rate_per_minute: number;
      created_at: string;
      last_used_at: string | null;
    };
    Issue: {
      id: number;
      short_id: string;
      project_id: number;
      project: { id: number; slug: string; name: string };
      kind: string;
      title: string;
      culprit: string;
      level: string;
      status: 'open' | 'resolved' | 'ignored' | 'archived';
      priority: number;
      assignee: { id: number; name: string } | null;
      platform: string;
      times_seen: number;
      users_seen: number;
      first_seen: string;
      last_seen: string;
      first_release: string | null;
      last_release: string | null;
      environments?: string[];
      fingerprint: string;
      regressed_at: string | null;
      trend: number[];
    };
    IssueCounts: { open: number; resolved: number; ignored: number; archived: number; all: number };
    Trend: { from: string; step_seconds: number; counts: number[] };
    EventUser: { id?: string; email?: string; name?: string; ip?: string };
    EventSummary: {
      id: string;
      project_id: number;
      time: string;
      received_at: string;
      level: string;
      title: string;
      release: string | null;
      environment: string | null;
      user: components['schemas']['EventUser'] | null;
      tags: Record<string, string>;
      url: string | null;
    };
    Attachment: { id: number; name: string; type: string; content_type: string; bytes: number };
    Feedback: {
      id: number;
      event_id: string | null;
      at: string;
      name: string;
      email: string;
      message: string;
      url: string;
      source: string;
    };
    Event: {
      id: string;
      issue_id: number;
      project_id: number;
      time: string;
      received_at: string;
      level: string;
      title: string;
      culprit: string;
      platform: string;
      release: string | null;
      environment: string | null;
      user: components['schemas']['EventUser'] | null;
      tags: Record<string, string>;
      trace_id: string | null;
      span_id: string | null;
      payload: unknown;
      attachments: components['schemas']['Attachment'][];
      feedback: components['schemas']['Feedback'][];
      first_id: string | null;
      previous_id: string | null;
      next_id: string | null;
      latest_id: string | null;
    };
    Activity: {
      id: number;
      at: string;
      actor: { id: number; name: string } | null;
      action: string;
      from: string | null;
      to: string | null;
      detail: string | null;
    };
    Instance: {
      version: string;
      started_at: string;
      database: string;
      spool: { first: number; last: number; applied: number; lag: number; bytes: number; max_bytes: number };
      storage: {
        database_bytes: number;
        lake_bytes: number;
        lake_rows: Record<string, number>;
        blobs: { files: number; bytes: number };
        disk_free: number;
        disk_total: number;
        disk_floor: number;
      };
      partitions: { day: string; class: string; bytes: number; rows: number }[];
      discards: {
        project_id: number;
        hour?: string;
        source: string;
        category: string;
        reason: string;
        quantity: number;
      }[];
      poison_count: number;
    };
    Poison: {
      id: number;
      seq: number;
      at: string;
      project_id: number;
      protocol: string;
      error: string;
      tries: number;
      bytes: number;
    };
  };
}

type S = components['schemas'];
type IssueQuery = {
  query?: string;
  status?: 'open' | 'resolved' | 'ignored' | 'archived' | 'all';
  kind?: string;
  level?: string;
  project?: number[];
  environment?: string;
  release?: string;
  sort?: 'last_seen' | 'first_seen' | 'events' | 'users' | 'level';
  order?: 'asc' | 'desc';
  cursor?: string;
  limit?: number;
};
type Paging = { cursor?: string; limit?: number };

export interface operations {
  getSetup: Op<None, None, never, S['SetupState']>;
  runSetup: Op<None, None, { token: string; name: string; email: string; password: string }, S['Session']>;
  createSession: Op<None, None, { email: string; password: string }, S['Session']>;
  getSession: Op<None, None, never, S['Session']>;
  deleteSession: Op<None, None, never, never, 204>;
  updateProfile: Op<None, None, { name?: string; email?: string }, S['Session']['user']>;
  changePassword: Op<None, None, { current: string; new: string }, never, 204>;
  listTokens: Op<None, None, never, Page<S['Token']>>;
  createToken: Op<None, None, { name: string; scope: 'read' | 'write'; expires_in_days?: number }, S['Token']>;
  deleteToken: Op<None, { token_id: number }, never, never, 204>;
  listProjects: Op<{ status?: 'active' | 'archived' | 'all' }, None, never, Page<S['Project']>>;
  createProject: Op<None, None, { name: string; platform: string }, S['Project'] & { key: S['Key'] }>;
  getProject: Op<None, { project_id: number }, never, S['Project']>;
  updateProject: Op<
    None,
    { project_id: number },
    {
      name?: string;
      slug?: string;
      platform?: string;
      status?: 'active' | 'archived';
      settings?: S['ProjectSettings'];
    },
    S['Project']
  >;
  deleteProject: Op<{ confirm: string }, { project_id: number }, never, never, 202>;
  getProjectContents: Op<None, { project_id: number }, never, S['Contents']>;
  listKeys: Op<None, { project_id: number }, never, Page<S['Key']>>;
  createKey: Op<None, { project_id: number }, { name: string; rate_per_minute?: number }, S['Key']>;
  updateKey: Op<
    None,
    { project_id: number; key_id: number },
    { name?: string; enabled?: boolean; rate_per_minute?: number },
    S['Key']
  >;
  deleteKey: Op<None, { project_id: number; key_id: number }, never, never, 204>;
  rotateKey: Op<None, { project_id: number; key_id: number }, never, S['Key']>;
  sendTestEvent: Op<None, { project_id: number }, never, { event_id: string }>;
  listIssues: Op<IssueQuery, None, never, Page<S['Issue']>>;
  countIssues: Op<{ query?: string; project?: number[]; kind?: string }, None, never, S['IssueCounts']>;
  getIssue: Op<None, { issue_id: string }, never, S['Issue']>;
  updateIssue: Op<None, { issue_id: string }, { status: S['Issue']['status'] }, S['Issue']>;
  getIssueTrend: Op<{ period?: '24h' | '7d' | '14d' | '30d' | '90d' }, { issue_id: string }, never, S['Trend']>;
  listIssueEvents: Op<Paging, { issue_id: string }, never, Page<S['EventSummary']>>;
  getIssueEvent: Op<None, { issue_id: string; which: string }, never, S['Event']>;
  listIssueActivity: Op<None, { issue_id: string }, never, Page<S['Activity']>>;
  listIssueFeedback: Op<None, { issue_id: string }, never, Page<S['Feedback']>>;
  getEvent: Op<None, { project_id: number; event_id: string }, never, S['Event']>;
  getInstance: Op<None, None, never, S['Instance']>;
  listPoison: Op<None, None, never, Page<S['Poison']>>;
  retryPoison: Op<None, { poison_id: number }, never, never, 204>;
  deletePoison: Op<None, { poison_id: number }, never, never, 204>;
}
