/** A context on a test database: a clock that is set, an audit trail that is remembered, a profile of given files. */
import { join } from 'node:path';
import { pino } from 'pino';
import { parse } from 'yaml';
import { fixedClock } from '../../src/platform/clock.ts';
import type { Context } from '../../src/platform/context.ts';
import type { Database } from '../../src/platform/db/db.ts';
import { readCatalogues } from '../../src/platform/i18n.ts';
import type { AuditEntry } from '../../src/platform/ledger/audit.ts';
import type { Profile } from '../../src/platform/profile.ts';

export interface TestContext extends Context {
  readonly clock: ReturnType<typeof fixedClock>;
  readonly audited: AuditEntry[];
}

/** A profile made of files by path: `{ 'bodies/all.yaml': '- code: …' }`. */
export function profileOf(files: Readonly<Record<string, string>>, demo?: { idPrefix: string }): Profile {
  return {
    name: 'test',
    layers: ['test'],
    folders: [],
    languages: ['en'],
    timeZone: 'UTC',
    settings: {},
    demo,
    files: (folder) =>
      Object.entries(files)
        .filter(([path]) => path.startsWith(`${folder}/`))
        .map(([path, text]) => ({ path, text, file: path })),
    read: (path) => (files[path] === undefined ? undefined : (parse(files[path]) as unknown)),
  };
}

export async function testContext(
  db: Database,
  { at = '2026-11-23T03:00:00Z', profile = profileOf({}) }: { at?: string; profile?: Profile } = {},
): Promise<TestContext> {
  const audited: AuditEntry[] = [];
  return {
    db,
    clock: fixedClock(at),
    audited,
    audit: {
      append: (entry) => Promise.resolve(String(audited.push(entry))),
      record: (_tx, entry) => Promise.resolve(String(audited.push(entry))),
      recordAll: (_tx, entries) => Promise.resolve(entries.map((entry) => String(audited.push(entry)))),
    },
    log: pino({ level: 'silent' }),
    words: await readCatalogues(join(import.meta.dirname, '../../locales'), ['en', 'vi', 'ar']),
    profile,
  };
}
