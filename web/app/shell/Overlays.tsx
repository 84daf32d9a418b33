import { lazy, Suspense, useSyncExternalStore } from 'react';
import { paletteWanted, sheetWanted } from './palette';

const Palette = lazy(() => import('./Palette'));
const ShortcutSheet = lazy(() => import('./ShortcutSheet'));

/** What opens above any page; nothing of it is loaded before it is first wanted. */
export function Overlays() {
  const palette = useSyncExternalStore(paletteWanted.follow, paletteWanted.count);
  const sheet = useSyncExternalStore(sheetWanted.follow, sheetWanted.count);
  return (
    <Suspense fallback={null}>
      {palette > 0 && <Palette />}
      {sheet > 0 && <ShortcutSheet />}
    </Suspense>
  );
}
