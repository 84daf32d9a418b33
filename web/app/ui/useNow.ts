import { useSyncExternalStore } from 'react';

const tickMs = 15_000;

/** A clock that all relative times share, so that they tick together and cheaply. */
class Clock {
  private now = new Date();
  private timer: ReturnType<typeof setInterval> | undefined;
  private readonly followers = new Set<() => void>();

  readonly follow = (changed: () => void) => {
    this.followers.add(changed);
    this.timer ??= setInterval(this.tick, tickMs);
    return () => {
      this.followers.delete(changed);
      if (this.followers.size > 0) return;
      clearInterval(this.timer);
      this.timer = undefined;
    };
  };

  readonly read = () => {
    // Nobody has kept it going: it must not show the past.
    if (this.timer === undefined && Date.now() - this.now.getTime() > tickMs) this.now = new Date();
    return this.now;
  };

  private readonly tick = () => {
    this.now = new Date();
    for (const changed of this.followers) changed();
  };
}

const clock = new Clock();

/** The present, renewed every quarter of a minute. */
export function useNow(): Date {
  return useSyncExternalStore(clock.follow, clock.read);
}
