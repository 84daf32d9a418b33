import { ModalsProvider, modals } from '@mantine/modals';
import { useEffect } from 'react';
import type { Question } from './confirm';

/** Asks a question, once the place for it is there. */
export const ask = (question: Question) => modals.openConfirmModal(question);

/** The place of questions; onReady is called when it listens. */
export default function Confirmations({ onReady }: { onReady: () => void }) {
  useEffect(onReady, [onReady]);
  return <ModalsProvider>{null}</ModalsProvider>;
}
