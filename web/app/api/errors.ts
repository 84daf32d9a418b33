/** What the server says about a failure (RFC 9457). */
export interface Problem {
  status: number;
  title?: string;
  detail?: string;
  request_id?: string;
  errors?: { location?: string; message?: string; value?: unknown }[];
}

/** A request that failed; status 0 means that no answer came. */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: Problem;
  readonly retryAfter: number | undefined;

  constructor(problem: Problem, retryAfter?: number) {
    super(problem.detail ?? problem.title ?? `The server answered ${problem.status}.`);
    this.name = 'ApiError';
    this.status = problem.status;
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
}

/** The sentence to show for any failure: what happened, and what to do where we know it. */
export function toUserMessage(error: unknown): string {
  if (!(error instanceof ApiError)) return error instanceof Error ? error.message : 'Something went wrong.';
  if (error.status === 0) return 'Belfry cannot be reached. Check the connection and try again.';
  if (error.status === 401) return 'Your session is over. Sign in again in another tab, then repeat this.';
  if (error.status === 429 && error.retryAfter) {
    return `Too many tries. Try again in ${error.retryAfter} s.`;
  }
  if (error.status >= 500) {
    const id = error.problem.request_id;
    return `Belfry failed to answer.${id ? ` Its log has more under request ${id}.` : ''}`;
  }
  return error.message;
}

/** Messages for the fields of a form, by the last part of their location: "body.name" is "name". */
export function fieldErrors(error: unknown): Record<string, string> {
  if (!(error instanceof ApiError)) return {};
  const fields: Record<string, string> = {};
  for (const { location, message } of error.problem.errors ?? []) {
    const name = location?.split('.').pop();
    if (name && message) fields[name] = message;
  }
  return fields;
}

/** True for a failure that says the thing is not there. */
export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}
