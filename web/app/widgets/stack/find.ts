import { at, bagsOf } from '../event/bag';
import { type Exception, isObject, type Json, type Payload } from '../event/payload';
import { exceptionsFrom, stackAt } from './aliases';
import { parseExceptions } from './parse';

const hasFrames = (e: Exception) => (e.frames?.length ?? 0) > 0;

/** The texts that a program put a trace in, although it has a place of its own. */
function fromText(text: string | undefined): Exception[] {
  if (!text?.includes('\n')) return [];
  return parseExceptions(text).map((e) => ({ ...e, raw_text: text }));
}

function fromBag(bag: Json, oldestFirst: boolean): Exception[] {
  const exception = at(bag, 'exception') ?? at(bag, 'error');
  const whole = isObject(exception)
    ? exceptionsFrom(exception, oldestFirst)
    : fromText(String(exception ?? ''));
  if (whole.some(hasFrames)) return whole;
  const stack = stackAt(bag, oldestFirst);
  if (stack.some(hasFrames)) return stack;
  // A name alone is no exception: many programs log an "error" with their messages.
  return [];
}

function found(payload: Payload, oldestFirst: boolean): Exception[] {
  for (const bag of bagsOf(payload)) {
    const exceptions = fromBag(bag, oldestFirst);
    if (exceptions.length > 0) return exceptions;
  }
  return fromText(payload.message);
}

// What was sent in its own place says what the exception is; what was found says where it happened.
function merge(sent: Exception[], extra: Exception[]): Exception[] {
  if (sent.length === 0) return extra.map((e) => ({ ...e, type: e.type || 'Stack' }));
  const raised = extra.at(-1);
  if (!raised) return sent;
  const last = sent.at(-1) as Exception;
  const whole = { ...last, frames: raised.frames, ...(raised.raw_text ? { raw_text: raised.raw_text } : {}) };
  return sent.length > 1 ? [...sent.slice(0, -1), whole] : [...extra.slice(0, -1), whole];
}

/** The exceptions of an event, causes first, from wherever the program put their stacks. */
export function exceptionsOf(payload: Payload): Exception[] {
  const sent = payload.exceptions ?? [];
  if (sent.some(hasFrames)) return sent;
  if (payload.stacktrace?.length) return merge(sent, [{ frames: payload.stacktrace }]);
  const inValue = fromText(sent.at(-1)?.value);
  if (inValue.some(hasFrames)) return merge(sent, inValue);
  return merge(sent, found(payload, payload.platform === 'python'));
}
