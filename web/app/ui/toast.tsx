import { lazy, Suspense, useEffect, useSyncExternalStore } from 'react';
import { lazyStore } from './lazyStore';

/** A button within a message. */
export interface Undo {
  label: string;
  onClick: () => void;
}

/** What a message says. */
export interface Message {
  text: string;
  failed: boolean;
  undo?: Undo;
}

// No page needs messages to begin with. Their code comes when the browser is
// idle, so that it is there when the connection fails.
const load = () => import('./Toasts');
const Toasts = lazy(load);
const wanted = lazyStore();

async function show(message: Message) {
  const { show } = await load();
  wanted.raise();
  show(message);
}

/** Short messages in the corner. */
export const toast = {
  success: (text: string, undo?: Undo) => void show({ text, failed: false, undo }),
  failure: (text: string) => void show({ text, failed: true }),
};

/** The place of the messages, from the first one on. */
export function ToastPlace() {
  const count = useSyncExternalStore(wanted.follow, wanted.count);
  useEffect(() => {
    const timer = setTimeout(() => void load(), 3000);
    return () => clearTimeout(timer);
  }, []);
  return <Suspense fallback={null}>{count > 0 && <Toasts />}</Suspense>;
}
