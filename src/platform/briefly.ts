/** A small reading that everybody asks for, remembered for a moment: shared, never older than said. */
import type { Db } from './db/db.ts';

export interface Brief<V> {
  /** The value as of now, or as of at most `ms` ago. */
  read(db: Db, key: string): Promise<V>;
  /** Call it after a change made in this process: whoever asks from now on reads again. */
  forget(): void;
}

interface Held<V> {
  readonly begun: number;
  readonly value: Promise<V>;
}

// Keys come from whoever asks: what is remembered of them is bounded.
const MOST_KEYS = 5_000;

/** @param ms how old an answer may be when another process made the change */
export function briefly<V>(find: (db: Db, key: string) => Promise<V>, ms = 100): Brief<V> {
  let held = new WeakMap<Db, Map<string, Held<V>>>();
  return {
    read(db, key) {
      let known = held.get(db);
      if (!known) held.set(db, (known = new Map<string, Held<V>>()));
      const last = known.get(key);
      const now = performance.now();
      if (last && now - last.begun < ms) return last.value;
      if (known.size >= MOST_KEYS) known.clear();
      const value = find(db, key);
      known.set(key, { begun: now, value });
      // A failed reading is not remembered.
      value.catch(() => known.delete(key));
      return value;
    },
    forget() {
      held = new WeakMap();
    },
  };
}
