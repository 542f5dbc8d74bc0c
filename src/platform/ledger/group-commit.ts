/** Many callers, one statement: what arrives while a batch is on its way goes with the next one. */

// Two on the way keep the disk busy; more would only make the batches smaller.
const AT_ONCE = 2;
const LARGEST = 500;

/**
 * `write` stores a whole batch or fails; each caller resolves once its batch is durable, or fails with it.
 * Nobody waits on a clock: an idle log writes at once, a busy one as soon as a batch comes back.
 */
export function groupCommit<T>(write: (batch: readonly T[]) => Promise<void>): {
  add(item: T): Promise<void>;
  /** Resolves when everything added before is settled. */
  drained(): Promise<void>;
} {
  interface Waiting {
    readonly item: T;
    readonly done: () => void;
    readonly failed: (error: unknown) => void;
  }
  let queue: Waiting[] = [];
  let flying = 0;
  let scheduled = false;
  const calm: (() => void)[] = [];

  const fly = () => {
    scheduled = false;
    while (queue.length > 0 && flying < AT_ONCE) {
      const batch = queue.slice(0, LARGEST);
      queue = queue.slice(LARGEST);
      flying += 1;
      void write(batch.map((each) => each.item))
        .then(
          () => batch.forEach((each) => each.done()),
          (error: unknown) => batch.forEach((each) => each.failed(error)),
        )
        .finally(() => {
          flying -= 1;
          fly();
          if (flying === 0 && queue.length === 0) calm.splice(0).forEach((resolve) => resolve());
        });
    }
  };
  return {
    add: (item) =>
      new Promise((done, failed) => {
        queue.push({ item, done, failed });
        // One turn of the event loop: requests that arrived together travel together.
        if (!scheduled && flying < AT_ONCE) {
          scheduled = true;
          setImmediate(fly);
        }
      }),
    drained: () =>
      flying === 0 && queue.length === 0 ? Promise.resolve() : new Promise((resolve) => calm.push(resolve)),
  };
}
