import { expect, it } from 'vitest';
import { type ExpiryState, expiryState } from './expiry';

const now = new Date('2026-11-20T12:00:00Z');
const is = (expires: string | null, state: ExpiryState) =>
  it(`is ${state} when it ends ${expires}`, () => expect(expiryState(expires, now)).toBe(state));

is(null, 'never');
is('2026-11-20T12:00:00.000000Z', 'over');
is('2026-11-20T12:00:01.000000Z', 'soon');
is('2026-11-27T12:00:00.000000Z', 'soon');
is('2026-11-27T12:00:01.000000Z', 'valid');
is('2025-01-01T00:00:00.000000Z', 'over');
