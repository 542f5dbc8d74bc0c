/** Plain data in the authoring shape → plan, or every reason why not, each with its entry and a JSON Pointer. Pure. */
import { compileSource, type Compiled } from '../compile.ts';
import { parseAuthored, type AuthoredDictionary } from '../source/parse-authored.ts';

/** @param languages of the dictionary; every text needs each of them */
export function compileAuthored(authored: AuthoredDictionary, languages: readonly string[]): Compiled {
  const entry = { kind: 'settings', key: 'settings' } as const;
  return compileSource(parseAuthored(authored, languages), { file: entry.key, line: 0, column: 0, entry, pointer: '' });
}
