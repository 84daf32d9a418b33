import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError, toUserMessage } from './errors';

interface Reactions {
  /** The session is over: show the sign-in page. */
  signedOut: () => void;
  /** An action in the background failed. */
  failed: (message: string) => void;
}

/** The cache of all server state, and the one place that reacts to failures. */
export function createQueries({ signedOut, failed }: Reactions): QueryClient {
  const isSignedOut = (error: unknown) => error instanceof ApiError && error.status === 401;
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        refetchOnWindowFocus: true,
        retry: (tries, error) =>
          tries < 2 && (!(error instanceof ApiError) || error.status === 0 || error.status >= 500),
      },
    },
    queryCache: new QueryCache({
      onError: (error, query) => {
        if (isSignedOut(error) && query.meta?.allowSignedOut !== true) signedOut();
      },
    }),
    mutationCache: new MutationCache({
      onError: (error, _input, _context, mutation) => {
        if (mutation.meta?.inline === true) return;
        if (isSignedOut(error)) signedOut();
        else failed(toUserMessage(error));
      },
    }),
  });
}
