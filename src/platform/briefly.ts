/** A small reading that everybody asks for, remembered for a moment: shared, never older than said. */
import type { Db } from './db/db.ts';

export interface Brief<V> {
  /** The value as of now, or as of at most `ms` ago. */
  read(db: Db, key: string): Promise<V>;
  /** Call it after a change made in this process: whoever asks from now on reads again. */
  forget(): void;
}

/** @param ms how old an answer may be when another process made the change */
export function briefly<V>(find: (db: Db, key: string) => Promise<V>, ms = 100): Brief<V> {
  let generation = 0;
  const held = new WeakMap<Db, { key: string; generation: number; begun: number; value: Promise<V> }>();
  return {
    read(db, key) {
      const last = held.get(db);
      const now = performance.now();
      if (last?.key === key && last.generation === generation && now - last.begun < ms) return last.value;
      const value = find(db, key);
      held.set(db, { key, generation, begun: now, value });
      // A failed reading is not remembered.
      value.catch(() => held.delete(db));
      return value;
    },
    forget() {
      generation += 1;
    },
  };
}
