import type { modals } from '@mantine/modals';
import { lazy, Suspense, useSyncExternalStore } from 'react';
import { lazyStore } from './lazyStore';

/** What is asked, what the buttons say and what they do. */
export type Question = Parameters<typeof modals.openConfirmModal>[0];

// Most pages are read and never asked anything: the code comes with the first question.
const load = () => import('./Confirmations');
const Confirmations = lazy(load);
const wanted = lazyStore();
let onReady = () => {};
const ready = new Promise<void>((resolve) => {
  onReady = resolve;
});

/** Asks whether something should really be done. */
export async function confirm(question: Question) {
  wanted.raise();
  const { ask } = await load();
  await ready;
  ask(question);
}

/** The place of questions, from the first one on. */
export function ConfirmPlace() {
  const count = useSyncExternalStore(wanted.follow, wanted.count);
  return <Suspense fallback={null}>{count > 0 && <Confirmations onReady={onReady} />}</Suspense>;
}
