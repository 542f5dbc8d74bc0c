/** Backpressure: so many requests of a group run, so many wait, the rest are told to come again. */
import { problems } from '../problems.ts';

export interface Gate {
  /** Waits for a place; the returned function gives it back and may be called more than once. */
  enter(): Promise<() => void>;
  /** The same for one that was inside and stepped out: it waits however long the queue is, and is not turned away. */
  again(): Promise<() => void>;
}

export interface Width {
  readonly running: number;
  readonly waiting: number;
}

/** @throws problems.busy when the queue is full */
export function openGate(width: Width): Gate {
  let running = 0;
  const queue: (() => void)[] = [];
  const leave = () => {
    const next = queue.shift();
    if (next) next();
    else running -= 1;
  };
  const once = () => {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      leave();
    };
  };
  const again = async () => {
    if (running < width.running) running += 1;
    else await new Promise<void>((resolve) => queue.push(resolve));
    return once();
  };
  return {
    async enter() {
      if (running >= width.running && queue.length >= width.waiting) throw problems.busy({ retryAfter: 1 });
      return again();
    },
    again,
  };
}
