/** Questions for one thing each, asked in the same moment, become one question for all of them. */

interface Asked<V> {
  readonly resolve: (value: V | undefined) => void;
  readonly reject: (reason: unknown) => void;
}

/** @param most things in one question; more become several */
export function together<K, V>(
  findMany: (keys: readonly K[]) => Promise<ReadonlyMap<K, V>>,
  most: number,
): (key: K) => Promise<V | undefined> {
  let waiting: [K, Asked<V>][] = [];

  async function leave(): Promise<void> {
    const all = waiting;
    waiting = [];
    const keys = [...new Set(all.map(([key]) => key))];
    for (let at = 0; at < keys.length; at += most) {
      const part = new Set(keys.slice(at, at + most));
      const asked = all.filter(([key]) => part.has(key));
      try {
        const found = await findMany([...part]);
        for (const [key, { resolve }] of asked) resolve(found.get(key));
      } catch (error) {
        for (const [, { reject }] of asked) reject(error);
      }
    }
  }

  return (key) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setTimeout(() => void leave(), 0);
      waiting.push([key, { resolve, reject }]);
    });
}
