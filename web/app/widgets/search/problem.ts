import { ApiError } from '../../api/errors';

/** A mistake in a search: what is wrong with it and where, in UTF-16 units of the text, as strings count here. */
export interface SearchProblem {
  from: number;
  to: number;
  message: string;
}

function rangeOf(value: unknown): { from: number; to: number } | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { from, to } = value as { from?: unknown; to?: unknown };
  return typeof from === 'number' && typeof to === 'number' ? { from, to } : undefined;
}

/** What the server says about the search, when that is why it refused. */
export function searchProblem(error: unknown): SearchProblem | undefined {
  if (!(error instanceof ApiError) || error.status !== 422) return undefined;
  const said = error.problem.errors?.find((e) => e.location === 'query.query');
  if (!said?.message) return undefined;
  return { ...(rangeOf(said.value) ?? { from: 0, to: 0 }), message: said.message };
}

/** The text before, in and after the mistake, which marks at least one character. */
export function split(text: string, { from, to }: SearchProblem): [string, string, string] {
  const start = Math.min(from, Math.max(0, text.length - 1));
  const end = Math.max(start + 1, Math.min(to, text.length));
  return [text.slice(0, start), text.slice(start, end), text.slice(end)];
}

/** The same mistake, where the reader's text begins only after offset characters of what was asked. */
export function shifted(problem: SearchProblem | undefined, offset: number): SearchProblem | undefined {
  return (
    problem && { ...problem, from: Math.max(0, problem.from - offset), to: Math.max(0, problem.to - offset) }
  );
}
