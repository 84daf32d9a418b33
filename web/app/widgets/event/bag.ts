import { isObject, type Json, type Payload } from './payload';

// Programs name the same thing in their own ways: request_id, requestId, REQUEST_ID.
const fold = (key: string) => key.toLowerCase().replaceAll(/[_-]/g, '');

/** True where there is nothing to show. */
export function isBlank(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function child(value: Json | undefined, key: string): Json | undefined {
  if (!isObject(value)) return undefined;
  if (Object.hasOwn(value, key)) return value[key];
  const wanted = fold(key);
  const found = Object.keys(value).find((k) => fold(k) === wanted);
  return found === undefined ? undefined : value[found];
}

/** The value at a path like "request.method"; case and underscores of the keys do not count. */
export function at(value: Json | undefined, path: string): Json | undefined {
  return path.split('.').reduce(child, value);
}

/** The first of the paths that has a value, in the first of the bags that has one. */
export function pick(bags: Json[], paths: readonly string[]): Json | undefined {
  for (const path of paths) {
    for (const bag of bags) {
      const found = at(bag, path);
      if (!isBlank(found)) return found;
    }
  }
  return undefined;
}

/** The value as text if it is a plain one. */
export function plain(value: Json | undefined): string | undefined {
  return value === undefined || value === null || typeof value === 'object' ? undefined : String(value);
}

/** What the program itself added to an event: its extra values, and its contexts by name. */
export function bagsOf(payload: Payload): Json[] {
  return [payload.extra, payload.contexts].filter(isObject);
}
