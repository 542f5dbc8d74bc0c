/** What many ask alike within a moment is found out once; the last few answers are kept, for a second. */
import type { Db } from '../../platform/db/db.ts';

const MOST = 8;
const MOMENT_MS = 1000;

/** For what the key determines as long as it is true at all: pages that never change, a log that only grows. */
export function alike<V>(): (db: Db, key: string, find: () => Promise<V>) => Promise<V> {
  const known = new WeakMap<Db, Map<string, { readonly at: number; readonly value: Promise<V> }>>();
  return (db, key, find) => {
    let answers = known.get(db);
    if (!answers) known.set(db, (answers = new Map()));
    const now = performance.now();
    const there = answers.get(key);
    if (there && now - there.at < MOMENT_MS) return there.value;
    const value = find();
    const forget = () => answers.delete(key);
    value.catch(forget);
    answers.delete(key);
    answers.set(key, { at: now, value });
    const [oldest] = answers.keys();
    if (answers.size > MOST && oldest !== undefined) answers.delete(oldest);
    return value;
  };
}
