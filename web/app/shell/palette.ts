import { lazyStore } from '../ui/lazyStore';

/** Whether the palette was asked for; its code is loaded then. */
export const paletteWanted = lazyStore();

/** Opens the palette. */
export function openPalette() {
  paletteWanted.raise();
}
