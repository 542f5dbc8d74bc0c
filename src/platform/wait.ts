/** Waiting without polling: a bell that many may wait for, and a gate that lets a few through at once. */

export interface Bell {
  ring(): void;
  /** How often it has rung: pass it to `wait`, so that a ring between looking and waiting is not lost. */
  heard(): number;
  /** Until it rings more often than `since`, or the time is over. */
  wait(since: number, ms: number): Promise<void>;
  /** The whole time, unless it is stopping. */
  pause(ms: number, stopping: () => boolean): Promise<void>;
}

export function bell(): Bell {
  let rung = 0;
  const waiting = new Set<() => void>();
  const wait = (since: number, ms: number) =>
    rung > since
      ? Promise.resolve()
      : new Promise<void>((resolve) => {
          const done = () => {
            clearTimeout(timer);
            waiting.delete(done);
            resolve();
          };
          const timer = setTimeout(done, ms);
          waiting.add(done);
        });
  return {
    ring: () => {
      rung += 1;
      for (const done of [...waiting]) done();
    },
    heard: () => rung,
    wait,
    pause: async (ms, stopping) => {
      const until = performance.now() + ms;
      for (let left = ms; left > 0 && !stopping(); left = until - performance.now()) await wait(rung, left);
    },
  };
}

/** Runs at most `n` of the works given to it at a time, first come first served. */
export function limiter(n: number): <T>(work: () => Promise<T>) => Promise<T> {
  let free = n;
  const queue: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => queue.push(resolve));
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next) next();
      else free += 1;
    }
  };
}
