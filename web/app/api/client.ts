import {
  keepPreviousData,
  type QueryClient,
  type UseMutationOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import createClient from 'openapi-fetch';
import { ApiError, type Problem } from './errors';
import type { operations } from './generated';
import { operationTable } from './operations';

/** The name of an operation, as the server's table has it. */
export type OperationId = keyof operations;

type Content<T> = T extends { content: { 'application/json': infer C } } ? C : never;
type Success<R> = R extends { 200: infer A }
  ? A
  : R extends { 201: infer B }
    ? B
    : R extends { 202: infer C }
      ? C
      : never;

/** What an operation answers. */
export type Answer<K extends OperationId> = Content<Success<operations[K]['responses']>>;

type Part<P, Name extends string> = P extends { [N in Name]?: infer V } ? V : undefined;

/** Path and query of an operation. */
export interface Params<K extends OperationId> {
  path?: Part<operations[K]['parameters'], 'path'>;
  query?: Part<operations[K]['parameters'], 'query'>;
}

/** Everything that a call of an operation takes. */
export interface Input<K extends OperationId> extends Params<K> {
  body?: operations[K] extends { requestBody?: infer B } ? Content<NonNullable<B>> : never;
}

export const apiRoot = '/api/v1';

// Paths come from the operation table at run time, so the client need not know them as types.
const client = createClient<Record<string, { get: Record<string, never> }>>({
  baseUrl: apiRoot,
  querySerializer: { array: { style: 'form', explode: true } },
});

/** Calls an operation; throws ApiError when it fails. */
export async function call<K extends OperationId>(
  id: K,
  input: Input<K> = {},
  signal?: AbortSignal,
): Promise<Answer<K>> {
  const [method, path] = operationTable[id];
  const init = { params: { path: input.path, query: input.query }, body: input.body, signal };
  let result: { data?: unknown; error?: unknown; response: Response };
  try {
    // The types of this call are those of the operation, checked in our signature.
    result = await client.request(method as 'get', path as never, init as never);
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError({ status: 0 });
  }
  if (!result.response.ok) throw toApiError(result.error, result.response);
  return result.data as Answer<K>;
}

function toApiError(body: unknown, response: Response): ApiError {
  const problem = typeof body === 'object' && body !== null ? (body as Partial<Problem>) : {};
  const retryAfter = Number(response.headers.get('Retry-After')) || undefined;
  return new ApiError({ ...problem, status: response.status }, retryAfter);
}

/** The address of an operation that answers with a file, for links. */
export function address<K extends OperationId>(id: K, params: Params<K> = {}): string {
  const path: Record<string, unknown> = { ...params.path };
  const route = operationTable[id][1].replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(path[name])),
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries<unknown>({ ...params.query })) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined) search.append(name, String(one));
    }
  }
  return `${apiRoot}${route}${search.size > 0 ? `?${search}` : ''}`;
}

/** Reads what an address of the API answers as text, such as a file to be copied. */
export async function readText(path: string): Promise<string> {
  const answer = await fetch(`${apiRoot}${path}`);
  if (!answer.ok) throw toApiError(undefined, answer);
  return answer.text();
}

/** The key under which an operation's answer is cached. */
export function key<K extends OperationId>(id: K, params?: Params<K>) {
  return params ? ([id, params] as const) : ([id] as const);
}

/** Options of a query for an operation: useQuery(q('getIssue', {path: {...}})). */
export function q<K extends OperationId>(id: K, params: Params<K> = {}) {
  return {
    queryKey: [id, params] as const,
    queryFn: ({ signal }: { signal: AbortSignal }) => call<K>(id, params, signal),
  };
}

/** Like q, and shows the answer of the params before while the next one is loading. */
export function qKeep<K extends OperationId>(id: K, params: Params<K> = {}) {
  return { ...q(id, params), placeholderData: keepPreviousData<Answer<K>> };
}

/** Marks the answers of operations as stale; those on screen are fetched again. */
export async function invalidate(queries: QueryClient, ...ids: OperationId[]): Promise<void> {
  await Promise.all(ids.map((id) => queries.invalidateQueries({ queryKey: [id] })));
}

type ActionOptions<K extends OperationId> = Omit<
  UseMutationOptions<Answer<K>, ApiError, Input<K>>,
  'mutationFn'
> & {
  /** Operations whose answers change by this one. */
  changes?: OperationId[];
  /** True where the caller shows the failure itself; otherwise a toast does. */
  inline?: boolean;
};

/** A mutation that calls an operation. */
export function useAction<K extends OperationId>(id: K, options: ActionOptions<K> = {}) {
  const queries = useQueryClient();
  const { changes = [], inline = false, onSuccess, ...rest } = options;
  return useMutation<Answer<K>, ApiError, Input<K>>({
    ...rest,
    meta: { inline },
    mutationFn: (input) => call(id, input),
    onSuccess: async (...args) => {
      await invalidate(queries, ...changes);
      await onSuccess?.(...args);
    },
  });
}
