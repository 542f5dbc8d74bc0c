/** Records by what people call them: a key, or `file:key` where two files use the same. */
import type { Engine } from '../../platform/analysis/engine.ts';
import { word } from './write-sql.ts';

export interface NamedRecord {
  readonly rid: number;
  readonly source: string;
  readonly key: string;
}

/** @param prefer which file is meant when several hold the key */
export async function findRecord(
  engine: Engine,
  text: string,
  prefer: 'first' | 'last',
): Promise<NamedRecord | undefined> {
  const found = await engine.rows<NamedRecord>(
    `select rid, name as source, key from given join sources using (source) where key = ${word(text)} or name || ':' || key = ${word(text)} order by rid ${prefer === 'first' ? 'asc' : 'desc'} limit 1`,
  );
  return found[0];
}
