import type { Frame } from '../event/payload';

/** The file of a frame, as short as it stays clear. */
export function fileOf(frame: Frame): string {
  const file = frame.filename || frame.abs_path || '';
  if (/^(https?|app|capacitor|file):\/\//.test(file)) return file.replace(/^[a-z]+:\/\/[^/]*/, '') || file;
  return file.replace(/^webpack:\/\/\/?(\.\/)?/, '');
}

/** The whole path of a frame, for copying and on hover. */
export function pathOf(frame: Frame): string {
  return frame.abs_path || frame.filename || frame.module || frame.package || '';
}

/** "file:line:column", without what is unknown. */
export function placeOf(frame: Frame, file = fileOf(frame)): string {
  if (!file) return frame.instruction_addr ?? '';
  return [file, frame.lineno, frame.lineno ? frame.colno : undefined].filter((part) => part).join(':');
}

/** The function of a frame. */
export function functionOf(frame: Frame): string {
  return frame.function || (frame.instruction_addr ? frame.instruction_addr : '<anonymous>');
}

/** The module of a frame, where its file does not already say it. */
export function moduleOf(frame: Frame): string {
  const module = frame.module || (frame.package ?? '').split('/').pop() || '';
  if (!module) return '';
  const plainFile = fileOf(frame)
    .replace(/\.\w+$/, '')
    .replaceAll('/', '.');
  return plainFile.endsWith(module) || module === fileOf(frame) ? '' : module;
}
