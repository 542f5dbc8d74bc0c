/** What dependency-cruiser and the linter cannot see, as sentences about the whole tree. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sql } from '../src/platform/db/sql.ts';
import { testDatabase } from './harness/database.ts';
import { emptyNode } from './harness/whole-node.ts';
// @ts-expect-error it is plain JavaScript, for the tool that reads it
import { order as rooms } from '../.dependency-cruiser.js';

const order = rooms as readonly string[];
const ROOT = join(import.meta.dirname, '..');
const HEAVY = 120_000;

function filesOf(folder: string, kinds: RegExp): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && kinds.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .sort();
}

const text = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const isTest = (file: string) => /\.test\.tsx?$/.test(file) || file.includes('/testing/');
const withoutComments = (code: string) => code.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '');

const sources = filesOf('src', /\.ts$/);
const shipped = sources.filter((file) => !isTest(file));
/** The parts of the platform that are rooms themselves: they have endpoints, tables and words of their own. */
const platformRooms = ['approvals', 'changes', 'identity', 'jobs', 'ledger', 'work'];

describe('imports', () => {
  interface Cruise {
    readonly modules: readonly { readonly source: string; readonly dependencies: readonly unknown[] }[];
    readonly summary: { readonly violations: readonly { readonly from: string; readonly to: string }[] };
  }
  const cruise = (folders: readonly string[]): Cruise => {
    const args = ['--config', '.dependency-cruiser.js', '--output-type', 'json', ...folders];
    const program = join(ROOT, 'node_modules', '.bin', 'depcruise');
    const answer = execFileSync(program, args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 });
    return JSON.parse(answer) as Cruise;
  };

  it(
    'were read in every file of src and web, and all of them point left',
    () => {
      const { modules, summary } = cruise(['src', 'web']);
      const seen = new Set(modules.map((module) => module.source));
      const there = [...sources, ...filesOf('web', /\.tsx?$/)];
      // Files may be written while the test runs; those that stand must all have been seen.
      expect(there.filter((file) => !seen.has(file) && existsSync(join(ROOT, file)))).toEqual([]);
      expect(modules.filter((module) => module.dependencies.length > 0).length).toBeGreaterThan(there.length / 2);
      expect(summary.violations.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
    },
    HEAVY,
  );
});

describe('every room', () => {
  const rooms = [
    ...order.filter((room) => room !== 'platform').map((room) => `src/${room}`),
    ...platformRooms.map((room) => `src/platform/${room}`),
  ];
  /** The change log has no endpoint: nobody asks it for anything over HTTP, so there is nothing to permit or refuse. */
  const silent = ['src/platform/changes'];

  it.each(rooms)('%s says what it is, and has one front door', (room) => {
    for (const file of ['README.md', 'index.ts']) expect(existsSync(join(ROOT, room, file)), file).toBe(true);
    expect(text(`${room}/index.ts`)).not.toContain('export *');
  });
  it.each(rooms.filter((room) => !silent.includes(room)))(
    '%s names its permissions, problems and endpoints',
    (room) => {
      for (const file of ['permissions.ts', 'problems.ts', 'contract.ts'])
        expect(existsSync(join(ROOT, room, file)), file).toBe(true);
    },
  );
  it('stands in the order of imports, and nothing else stands in src', () => {
    const folders = readdirSync(join(ROOT, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(
      folders
        .map((entry) => entry.name)
        .filter((name) => name !== 'cli')
        .sort(),
    ).toEqual([...order].sort());
  });
  it('keeps to names that say something', () => {
    const empty = /(^|\/)(utils?|helpers?|common|misc|types|service|manager|base)\.tsx?$/;
    expect([...sources, ...filesOf('web', /\.tsx?$/)].filter((file) => empty.test(file))).toEqual([]);
  });
});

describe('the outside world', () => {
  it('is read through one reader of the environment, handed over by the entry points', () => {
    const entryPoints = /^src\/(main|platform\/config)\.ts$|^src\/cli\//;
    const readers = shipped.filter((file) => withoutComments(text(file)).includes('process.env'));
    expect(readers.filter((file) => !entryPoints.test(file))).toEqual([]);
  });
});

describe('SQL', () => {
  /** Where a room keeps its SQL: stores, migrations, and what the dictionary emits. */
  const homes = [/(^|\/)store(\/|\.ts$)/, /-store\.ts$/, /\/emit(\/|-)/, /^src\/platform\/db\//];
  /** Every other file with SQL text, and why it stands there. A file that needs no place here any more must leave. */
  const exceptions: Readonly<Record<string, string>> = {
    'src/node.ts': 'asks for the version of the server (`/health`), and creates the database of a new data folder',
    'src/cli/commands/node.ts': 'asks which profile a data folder has before any room is open',
    'src/platform/setting.ts': 'is the store of one small table',
    'src/platform/http/idempotency.ts': 'is the store of one small table',
    'src/dictionary/expression/conversions.ts': 'says functions of the rule language twice, in JavaScript and in SQL',
    'src/dictionary/expression/text-functions.ts':
      'says functions of the rule language twice, in JavaScript and in SQL',
    'src/dictionary/expression/functions.ts': 'says each function of the rule language twice, in JavaScript and in SQL',
    'src/quality/read-scores.ts': 'reads a relation that records names: no table of its own is in it',
    'src/exchange/bi/judge-bi.ts': 'prints the query of a view over a relation that records names',
    'src/registers/check-remote.ts': 'holds a register against answers from elsewhere: the relation comes from records',
    'src/registers/compare.ts': 'emits how two relations are held against each other',
    'src/registers/authority/compare-claims.ts':
      'holds two registers against each other: both relations come from records',
    'src/registers/compare-stage.ts': 'holds a staged load against the authority: both relations come from records',
    'src/registers/follow-verification.ts': 'holds a register against its authority: both relations come from records',
    'src/registers/lists/find-changes.ts': 'holds two states of a register against each other: both come from records',
    'src/registers/lists/people.ts': 'reads a relation that records names: no table of its own is in it',
    'src/registers/prefill/find-held.ts': 'joins keys with relations that records names, one for each way in',
    'src/registers/prefill/returned-template.ts': 'holds a staged load against the authority: both come from records',
    'src/strategy/measures/row-measure.ts': 'counts a relation that records names',
  };
  const hasSql = (file: string) => /(?<![.\w])(sql|raw)(`|\(\s*[`'"])/.test(withoutComments(text(file)));
  const outside = shipped.filter((file) => hasSql(file) && !homes.some((home) => home.test(file)));

  it('stands in stores, migrations and emitters; every exception is listed with its reason', () => {
    expect(outside.filter((file) => exceptions[file] === undefined)).toEqual([]);
  });
  it('has no exception that is none any more', () => {
    expect(Object.keys(exceptions).filter((file) => !outside.includes(file))).toEqual([]);
  });
  it('names the generated tables in records only (the dictionary emits them)', () => {
    const names = /\b(data|history)\.(%I|\$\{|")|\b(id|quoteName)\('(data|history)'/;
    const own = /^src\/(records|dictionary\/emit)\//;
    expect(shipped.filter((file) => names.test(withoutComments(text(file))) && !own.test(file))).toEqual([]);
  });
  it('has foreign keys that point left', async () => {
    const db = await testDatabase(1);
    const keys = await db.rows<{ name: string; from: string; to: string }>(
      sql`select k.conname as name, f.nspname as "from", t.nspname as "to" from pg_constraint k
          join pg_class fc on fc.oid = k.conrelid join pg_namespace f on f.oid = fc.relnamespace
          join pg_class tc on tc.oid = k.confrelid join pg_namespace t on t.oid = tc.relnamespace
          where k.contype = 'f'`,
    );
    // Generated tables are the records room's; identity is a part of the platform with a schema of its own.
    const place = (schema: string) =>
      order.indexOf({ data: 'records', history: 'records', identity: 'platform' }[schema] ?? schema);
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.filter(({ from, to }) => place(from) < 0 || place(to) < 0)).toEqual([]);
    expect(keys.filter(({ from, to }) => place(to) > place(from))).toEqual([]);
  });
});

describe('every endpoint', () => {
  it(
    'is written in a contract, served exactly once, at an address of its own, under a permission of a table',
    async () => {
      await using node = await emptyNode();
      const { served } = node.server;
      const permissions = new Set(node.rooms.flatMap((room) => Object.keys(room.permissions)));
      const declared = await declaredEndpoints();
      expect(declared.length).toBeGreaterThan(50);
      expect(served.map(({ name }) => name).sort()).toEqual(declared.map(({ name }) => name).sort());
      const addresses = served.map(({ method, path }) => `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`);
      expect(new Set(addresses).size).toBe(addresses.length);
      // For people and their programs, and from node to node (docs/protocol.md).
      const elsewhere = served.filter(({ path }) => !/^\/(api|exchange\/v1)\//.test(path)).map(({ path }) => path);
      // RFC 8414 gives this one its place.
      expect(elsewhere).toEqual(['/.well-known/oauth-authorization-server']);
      const open = served.filter(({ permission }) => permission !== 'public');
      expect(open.filter(({ permission }) => !permissions.has(permission)).map(({ name }) => name)).toEqual([]);
      const used = new Set(open.map(({ permission }) => permission));
      expect([...permissions].filter((permission) => !used.has(permission) && !asked(permission))).toEqual([]);
    },
    HEAVY,
  );

  /** A permission that no endpoint declares is asked for in a handler, by its name. */
  const asked = (permission: string) =>
    shipped.some((file) => !file.endsWith('permissions.ts') && text(file).includes(`'${permission}'`));

  async function declaredEndpoints(): Promise<{ name: string }[]> {
    const contracts = shipped.filter((file) => /(^|[/-])contract\.ts$/.test(file));
    const modules = await Promise.all(
      contracts.map((file) => import(join(ROOT, file)) as Promise<Record<string, unknown>>),
    );
    const values = modules.flatMap((module) => Object.values(module));
    const isEndpoint = (value: unknown): value is { name: string } =>
      typeof value === 'object' && value !== null && 'permission' in value && 'path' in value && 'method' in value;
    return [...new Set(values.filter(isEndpoint))];
  }
});

describe('words', () => {
  const languages = ['vi', 'en', 'ar'] as const;
  const namespaces = filesOf('locales', /\.json$/).map((file) => file.split('/').slice(1));
  const plural = /_(zero|one|two|few|many|other)$/;

  const keysOf = (value: unknown, at = ''): string[] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, item]) => keysOf(item, at ? `${at}.${key}` : key))
      : [at];
  const wordsOf = (language: string, name: string) =>
    new Set(keysOf(JSON.parse(text(`locales/${language}/${name}`))).map((key) => key.replace(plural, '')));

  it.each([...new Set(namespaces.map(([, name]) => name as string))])('of %s stand in all three languages', (name) => {
    const [vi, en, ar] = languages.map((language) => wordsOf(language, name));
    for (const [from, to] of [
      [vi, en],
      [en, vi],
      [vi, ar],
      [ar, vi],
    ] as const)
      expect([...(from ?? [])].filter((key) => !to?.has(key))).toEqual([]);
  });
  it('of Vietnamese stand in the catalogues and profiles, never in the program', () => {
    // Letters no other language of Latin script has, and the marks of tone on them.
    const vietnamese = /[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/iu;
    const files = [...sources, ...filesOf('src', /\.sql$/), ...filesOf('web', /\.(tsx?|css|html)$/)];
    // How text is folded for searching is about writing, and shows it by an example.
    const aboutWriting = ['src/platform/search/fold.ts'];
    const found = files
      .filter((file) => !isTest(file) && !aboutWriting.includes(file))
      .filter((file) => vietnamese.test(text(file).normalize('NFC')));
    expect(found).toEqual([]);
  });
});
