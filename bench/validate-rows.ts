/**
 * The compiled validator on rows of twelve columns, with code lists of 3,321: against a check written by hand, Ajv with
 * ajv-formats and code lists as sets, and zod 4. All judge the same rows, must give the same verdict row by row, and take
 * turns in one run. `npx node bench/validate-rows.ts`; `run` gives the rows to the bench as a whole.
 */
import { pathToFileURL } from 'node:url';
import { buildCodeLookup } from '../src/dictionary/validate/lookup.ts';
import { compileValidator } from '../src/dictionary/validate/validate.ts';
import type { BenchRow } from './load.ts';
import { entityOf, makeRows, NAMES, TODAY, type Cells } from './validate-data.ts';
import { byAjv, byHand, byZod } from './validate-peers.ts';

export interface ValidateOptions {
  /** Default 200,000. */
  readonly rows?: number;
  readonly rounds?: number;
  readonly log?: (line: string) => void;
}

type Judge = (index: number) => boolean;

function ours(): (row: Cells) => boolean {
  const { plan, entity } = entityOf();
  const validate = compileValidator(entity, buildCodeLookup(plan.codeLists, TODAY), {
    settings: plan.settings,
    today: TODAY,
  });
  return (row) => validate(row).findings.length === 0;
}

/** The processor's time for all rows, in microseconds: what else runs on the machine does not count. */
function measure(judge: Judge, count: number): number {
  const start = process.cpuUsage();
  let good = 0;
  for (let i = 0; i < count; i += 1) if (judge(i)) good += 1;
  if (good === 0) throw new Error('no row was good');
  const { user, system } = process.cpuUsage(start);
  return user + system;
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

export function run(options: ValidateOptions = {}): BenchRow[] {
  const { rows: count = 200_000, rounds = 5, log = () => undefined } = options;
  const rows = makeRows(count);
  const objects = rows.map((row) =>
    Object.fromEntries(NAMES.flatMap((name, i) => (row[i] === null ? [] : [[name, row[i]]]))),
  );
  const of = <T>(all: readonly T[], judge: (row: T) => boolean): Judge => {
    return (i) => judge(all[i] as T);
  };
  const judges: Readonly<Record<string, Judge>> = {
    ours: of(rows, ours()),
    hand: of(rows, byHand()),
    ajv: of(objects, byAjv()),
    zod: of(objects, byZod()),
  };
  const names = Object.keys(judges);
  const bad = assertSame(judges, rows);
  const times = new Map(names.map((name) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round += 1)
    for (const name of names) times.get(name)?.push(measure(judges[name] as Judge, count));
  const speed = (name: string) => count / median(times.get(name) ?? []);
  const said = names.map((name) => `${name} ${(speed(name) * 1000).toFixed(0)}`).join(', ');
  log(
    `validate-rows: ${String(count)} rows, ${String(bad)} of them bad by every verdict; thousand rows a second: ${said}`,
  );
  const row = (against: string, name: string, reach: number): BenchRow => {
    const value = Number((speed('ours') / speed(name)).toFixed(2));
    return { name: 'validate-rows', value, unit: 'times as fast', against, reach, ok: value >= reach };
  };
  return [row('a check written by hand', 'hand', 0.6), row('Ajv, codes as sets', 'ajv', 2), row('zod 4', 'zod', 4)];
}

/** @throws Error when one of them judges a row otherwise */
function assertSame(judges: Readonly<Record<string, Judge>>, rows: readonly Cells[]): number {
  let bad = 0;
  for (let i = 0; i < rows.length; i += 1) {
    const verdicts = Object.entries(judges).map(([name, judge]) => [name, judge(i)] as const);
    const isGood = verdicts[0]?.[1] ?? false;
    if (!isGood) bad += 1;
    if (verdicts.some(([, one]) => one !== isGood))
      throw new Error(`not one verdict on ${JSON.stringify(rows[i])}: ${JSON.stringify(verdicts)}`);
  }
  return bad;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const row of run({ log: (line) => process.stderr.write(`${line}\n`) }))
    process.stdout.write(`${JSON.stringify(row)}\n`);
}
