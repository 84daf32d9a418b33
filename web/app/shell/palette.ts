import { lazyStore } from '../ui/lazyStore';

/** Whether the palette, or the sheet of shortcuts, was asked for; their code is loaded then. */
export const paletteWanted = lazyStore();
export const sheetWanted = lazyStore();

/** Opens the palette. */
export const openPalette = () => paletteWanted.raise();

/** Opens the sheet of shortcuts. */
export const openSheet = () => sheetWanted.raise();
