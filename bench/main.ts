/**
 * `npm run bench [-- --only NAME] [--json FILE] [--smoke]`: every speed that the issues name, as a ratio in one run, each
 * against its limit or a peer. `--smoke` shows that the rows still run (few rows, one repetition) and judges nothing.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { run as classGrants } from './class-grants.ts';
import { run as compileRows } from './compile.ts';
import { run as decideRows } from './decide.ts';
import { run as encryptRows } from './encrypt-field.ts';
import { run as feedRows } from './feeds.ts';
import { run as idleRows } from './feeds-idle.ts';
import { run as diffRows } from './diff.ts';
import { run as rehearseRows } from './rehearse.ts';
import { intakeRows } from './intake.ts';
import { run as linkRows } from './link.ts';
import { run as loadRows, type BenchRow } from './load.ts';
import { run as voucherRows } from './lookup-voucher.ts';
import { run as prefillRows } from './prefill-bulk.ts';
import { run as profileRows } from './profile-csv.ts';
import { run as qualityRows } from './quality.ts';
import { run as radarRows } from './radar-1000.ts';
import { run as radarQuality } from './radar-quality.ts';
import { run as readRows } from './read-by-key.ts';
import { run as resolveRows } from './resolve-code.ts';
import { run as searchRows } from './search.ts';
import { run as editRows } from './single-edits.ts';
import { run as validateRows } from './validate-rows.ts';

interface Wish {
  readonly only: string | undefined;
  readonly smoke: boolean;
}

/** Which names a group measures, and how. */
interface Group {
  readonly names: readonly string[];
  measure(wish: Wish): Promise<readonly BenchRow[]>;
}

const SMOKE_ROWS = 20_000;
const log = (line: string) => process.stderr.write(`${line}\n`);

const groups: readonly Group[] = [
  {
    names: ['load-first', 'load-filled', 'load-update', 'load-memory'],
    measure: ({ only, smoke }) =>
      loadRows({
        log,
        ...(only === undefined ? {} : { only: [only] }),
        ...(smoke ? { rows: SMOKE_ROWS, repetitions: 1 } : {}),
      }),
  },
  {
    names: ['decide', 'allowed-page'],
    measure: ({ smoke }) => decideRows({ log, ...(smoke ? { questions: 20_000, rounds: 1 } : {}) }),
  },
  {
    names: ['encrypt-field', 'decrypt-field'],
    measure: ({ smoke }) => encryptRows({ log, ...(smoke ? { values: 500, rounds: 1 } : {}) }),
  },
  {
    names: ['read-by-key'],
    measure: ({ smoke }) => readRows({ log, ...(smoke ? { seconds: 1, repetitions: 1 } : {}) }),
  },
  {
    names: ['lookup-voucher'],
    measure: ({ smoke }) => voucherRows({ log, ...(smoke ? { seconds: 1, repetitions: 1 } : {}) }),
  },
  {
    names: ['single-edits'],
    measure: ({ smoke }) => editRows({ log, ...(smoke ? { seconds: 1, repetitions: 1 } : {}) }),
  },
  {
    names: ['prefill-bulk'],
    measure: ({ smoke }) => prefillRows({ log, ...(smoke ? { people: 20_000, ids: 1500, rounds: 1 } : {}) }),
  },
  {
    names: ['search-100000'],
    measure: ({ smoke }) => searchRows({ log, ...(smoke ? { elements: 2000, queries: 20 } : {}) }),
  },
  {
    names: ['compile-20000', 'compile-20000-memory', 'template-on-demand', 'book-chapter'],
    measure: ({ smoke }) => Promise.resolve(compileRows({ log, ...(smoke ? { elements: 400 } : {}) })),
  },
  {
    names: ['resolve-code'],
    measure: ({ smoke }) =>
      Promise.resolve(resolveRows({ log, ...(smoke ? { units: 300, questions: 3000, rounds: 1 } : {}) })),
  },
  {
    names: ['validate-rows'],
    measure: ({ smoke }) => Promise.resolve(validateRows({ log, ...(smoke ? { rows: 2000, rounds: 1 } : {}) })),
  },
  {
    names: ['diff-20000'],
    measure: ({ smoke }) =>
      Promise.resolve(diffRows({ log, ...(smoke ? { elements: 1000, entities: 25, repetitions: 1 } : {}) })),
  },
  {
    names: ['rehearse-1000000'],
    measure: ({ smoke }) => rehearseRows({ log, ...(smoke ? { rows: 2000, repetitions: 1 } : {}) }),
  },
  {
    names: ['score-full', 'rescore', 'rescore-speedup'],
    measure: ({ smoke }) => qualityRows({ log, ...(smoke ? { rows: SMOKE_ROWS, repetitions: 1 } : {}) }),
  },
  {
    names: ['profile-csv'],
    measure: ({ smoke }) => profileRows({ log, ...(smoke ? { rows: SMOKE_ROWS, repetitions: 1 } : {}) }),
  },
  {
    names: ['radar-1000'],
    measure: ({ smoke }) => radarRows({ log, ...(smoke ? { manifests: 50, generated: true } : {}) }),
  },
  {
    names: ['radar-quality'],
    measure: ({ smoke }) => radarQuality({ log, smoke }),
  },
  {
    names: ['link-million', 'link-incremental', 'lookup-person'],
    measure: ({ only, smoke }) =>
      linkRows({
        log,
        ...(only === undefined ? {} : { only: [only] }),
        ...(smoke ? { rows: 5000, batch: 200, lookups: 20 } : {}),
      }),
  },
  {
    names: ['feed-changed', 'feed-changed-plain', 'feed-new', 'feed-initial'],
    measure: ({ smoke }) => feedRows({ log, ...(smoke ? { rows: 2000, repetitions: 1 } : {}) }),
  },
  {
    names: ['idle-consumers', 'idle-consumers-lag', 'shared-list-lag'],
    measure: ({ smoke }) => idleRows({ log, ...(smoke ? { communes: 10, provinces: 3, seconds: 3 } : {}) }),
  },
  {
    names: ['class-grants'],
    measure: ({ smoke }) => classGrants({ log, ...(smoke ? { registers: 2 } : {}) }),
  },
  {
    names: ['intake-csv', 'intake-workbook', 'export-workbook'],
    measure: ({ only, smoke }) => (smoke ? Promise.resolve([]) : intakeRows(only)),
  },
];

const { values } = parseArgs({
  options: { only: { type: 'string' }, json: { type: 'string' }, smoke: { type: 'boolean', default: false } },
});
const wish: Wish = { only: values.only, smoke: values.smoke };
const rows: BenchRow[] = [];
for (const group of groups) {
  if (wish.only === undefined || group.names.includes(wish.only)) rows.push(...(await group.measure(wish)));
}
print(rows);
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`);
if (rows.length === 0) {
  log(`no row is called ${String(wish.only)}: ${groups.flatMap((group) => group.names).join(', ')}`);
  process.exitCode = 2;
} else if (!wish.smoke && rows.some((row) => !row.ok)) process.exitCode = 1;

function print(all: readonly BenchRow[]): void {
  const table = all.map((row) => [
    row.name,
    String(row.value),
    row.unit,
    row.against,
    String(row.reach),
    wish.smoke ? 'smoke' : row.ok ? 'ok' : 'MISSED',
  ]);
  const heads = ['name', 'value', 'unit', 'against', 'reach', ''];
  const widths = heads.map((head, i) => Math.max(head.length, ...table.map((line) => line[i]?.length ?? 0)));
  for (const line of [heads, ...table])
    process.stdout.write(
      `${line
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd()}\n`,
    );
}
