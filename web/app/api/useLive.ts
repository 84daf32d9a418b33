import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import { invalidate, type OperationId } from './client';
import { type Change, LiveStream } from './live';

/** The stream of the app; main.tsx provides it. */
export const LiveContext = createContext(new LiveStream());

/** Calls back with every batch of changes while the component is shown. */
export function useLiveChanges(onChanges: (changes: Change[]) => void) {
  const stream = useContext(LiveContext);
  const take = useEffectEvent(onChanges);
  // The stream is a browser connection: it has to be opened and closed by hand.
  useEffect(() => stream.listen((changes) => take(changes)), [stream]);
}

/** Fetches the answers of operations again whenever a change matches. */
export function useLiveRefresh(matches: (change: Change) => boolean, ...operations: OperationId[]) {
  const queries = useQueryClient();
  useLiveChanges((changes) => {
    if (changes.some(matches)) void invalidate(queries, ...operations);
  });
}

/** Whether changes arrive at the moment. */
export function useLiveState() {
  const stream = useContext(LiveContext);
  return useSyncExternalStore(stream.watch, stream.state);
}
