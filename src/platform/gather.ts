/** Look-ups that come together go to the database together, as one statement. */

export interface GatherOptions {
  /** Batches under way at the same time. */
  readonly parallel?: number;
  /** Keys in one batch. */
  readonly most?: number;
}

interface Waiting<V> {
  readonly promise: Promise<V | undefined>;
  readonly resolve: (value: V | undefined) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * `find(key)` waits for the next batch, never joins one that already left: what it gives was read after it was asked
 * for, so that a change committed before the question is seen.
 */
export function gather<K, V>(
  findMany: (keys: readonly K[]) => Promise<ReadonlyMap<K, V>>,
  { parallel = 2, most = 256 }: GatherOptions = {},
): (key: K) => Promise<V | undefined> {
  let waiting = new Map<K, Waiting<V>>();
  let running = 0;
  let called = false;

  async function leave(): Promise<void> {
    called = false;
    if (waiting.size === 0 || running >= parallel) return;
    const batch = take();
    running += 1;
    call();
    try {
      const found = await findMany([...batch.keys()]);
      for (const [key, one] of batch) one.resolve(found.get(key));
    } catch (error) {
      for (const one of batch.values()) one.reject(error);
    } finally {
      running -= 1;
      call();
    }
  }

  function take(): Map<K, Waiting<V>> {
    const batch = new Map([...waiting].slice(0, most));
    waiting = new Map([...waiting].slice(most));
    return batch;
  }

  function call(): void {
    if (called || waiting.size === 0 || running >= parallel) return;
    called = true;
    setImmediate(() => void leave());
  }

  return (key) => {
    let one = waiting.get(key);
    if (!one) waiting.set(key, (one = Promise.withResolvers<V | undefined>()));
    call();
    return one.promise;
  };
}
