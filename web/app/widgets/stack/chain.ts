import type { Exception, Frame } from '../event/payload';

/** An exception with its place in the chain or group. */
export interface Link {
  exception: Exception;
  /** How it relates to the one above it; absent for the first. */
  relation?: 'cause' | 'context' | 'member';
  /** Depth in a tree of groups. */
  depth: number;
}

// SDKs that know say where an exception hangs: __cause__, __context__, errors[2], cause …
function relationOf(exception: Exception): Link['relation'] {
  const source = exception.mechanism?.source ?? '';
  if (/^(errors|exceptions|InnerExceptions|suppressed)\b|\[\d+\]$/.test(source)) return 'member';
  if (source === '__context__') return 'context';
  return 'cause';
}

/** The exceptions as they are read: the one that was raised first, then what it came from. */
export function chainOf(exceptions: Exception[]): Link[] {
  const newestFirst = exceptions.toReversed();
  const byId = new Map(newestFirst.map((e) => [e.mechanism?.exception_id, e]));
  const depthOf = (exception: Exception, guard = 0): number => {
    const parent = byId.get(exception.mechanism?.parent_id);
    if (!parent || parent === exception || exception.mechanism?.parent_id === undefined || guard > 50)
      return 0;
    return (relationOf(exception) === 'member' ? 1 : 0) + depthOf(parent, guard + 1);
  };
  return newestFirst.map((exception, i) => ({
    exception,
    relation: i === 0 ? undefined : relationOf(exception),
    depth: depthOf(exception),
  }));
}

/** A frame with its place in the stack as it was sent. */
export interface PlacedFrame {
  frame: Frame;
  index: number;
}

/** Frames that stand together: those of the application, and runs of others that are folded away. */
export type FrameRun = ({ kind: 'shown' } & PlacedFrame) | { kind: 'folded'; frames: PlacedFrame[] };

/** The last call first, as people read a stack. */
export function newestFirst(frames: Frame[]): PlacedFrame[] {
  return frames.map((frame, index) => ({ frame, index })).toReversed();
}

/** True where the SDK told frames of the application from others, so that folding helps. */
export function canFold(frames: Frame[]): boolean {
  return frames.some((f) => f.in_app === true) && frames.some((f) => f.in_app !== true);
}

/** Folds runs of frames outside of the application; the frame that failed stays. */
export function foldFrames(frames: Frame[]): FrameRun[] {
  const runs: FrameRun[] = [];
  for (const { frame, index } of newestFirst(frames)) {
    const last = runs.at(-1);
    if (frame.in_app === true || index === frames.length - 1) runs.push({ kind: 'shown', frame, index });
    else if (last?.kind === 'folded') last.frames.push({ frame, index });
    else runs.push({ kind: 'folded', frames: [{ frame, index }] });
  }
  return runs;
}

/** The frame to open at first: the last of the application's, else the one that failed. */
export function firstOpen(frames: Frame[]): number {
  const inApp = frames.findLastIndex((f) => f.in_app === true && hasDetail(f));
  return inApp >= 0 ? inApp : frames.findLastIndex(hasDetail);
}

/** True if a frame has something below its line: source or variables. */
export function hasDetail(frame: Frame): boolean {
  return sourceOf(frame).length > 0 || hasVars(frame);
}

/** True if a frame came with local variables. */
export function hasVars(frame: Frame): boolean {
  return typeof frame.vars === 'object' && frame.vars !== null && Object.keys(frame.vars).length > 0;
}

export interface SourceLine {
  number: number | undefined;
  text: string;
  current: boolean;
}

/** The source around a frame with its line numbers. */
export function sourceOf(frame: Frame): SourceLine[] {
  if (frame.context_line === undefined && !frame.pre_context?.length) return [];
  const before = frame.pre_context ?? [];
  const line = frame.lineno;
  const number = (offset: number) => (line ? line + offset : undefined);
  return [
    ...before.map((text, i) => ({ number: number(i - before.length), text, current: false })),
    { number: number(0), text: frame.context_line ?? '', current: true },
    ...(frame.post_context ?? []).map((text, i) => ({ number: number(i + 1), text, current: false })),
  ];
}

const minifiedLine = 400;

/** True for code that went through a minifier: one very long line, or a far column on the first lines. */
function isMinified(frame: Frame): boolean {
  if ((frame.context_line?.length ?? 0) > minifiedLine) return true;
  return /\.m?js(\?|$)/.test(frame.filename ?? '') && (frame.lineno ?? 99) <= 10 && (frame.colno ?? 0) > 500;
}

/** True for a stack whose own code is minified; that of libraries may be. */
export function looksMinified(frames: Frame[]): boolean {
  const own = frames.filter((f) => f.in_app === true);
  return (own.length > 0 ? own : frames).some(isMinified);
}
