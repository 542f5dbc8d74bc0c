/**
 * Decisions in process: `decide` on questions of every permission, post, relation and register; and what a page of 100
 * rows is told beside each row. `npx node bench/decide.ts`; `run` gives the rows to the bench as a whole.
 */
import { pathToFileURL } from 'node:url';
import { allCells, questionOf } from '../test/harness/decisions.ts';
import { allowedFor } from '../src/governance/allowed-for.ts';
import { decide } from '../src/governance/decide.ts';
import type { Question } from '../src/governance/question.ts';
import type { BenchRow } from './load.ts';

export interface DecideOptions {
  /** Questions a round; default 2,000,000. */
  readonly questions?: number;
  readonly rounds?: number;
  readonly log?: (line: string) => void;
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** A second of the processor, not of the clock: what else runs on the machine does not count. */
function seconds(act: () => void): number {
  const start = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

const PAGE = 100;

export async function run(options: DecideOptions = {}): Promise<BenchRow[]> {
  const { questions = 2_000_000, rounds = 5, log = () => undefined } = options;
  const cells = await allCells();
  // Many more than a cache holds, in an order that no two neighbours share.
  const asked = Array.from({ length: 4096 }, (_, i) => questionOf(cells[(i * 7919) % cells.length] as never));
  let allowed = 0;
  const rates = Array.from({ length: rounds }, () => {
    const took = seconds(() => {
      for (let i = 0; i < questions; i += 1) if (decide(asked[i & 4095] as Question).allowed) allowed += 1;
    });
    return questions / took;
  });
  if (allowed === 0) throw new Error('nothing was allowed');
  const rate = Number((median(rates) / 1e6).toFixed(2));
  const pages = Math.max(1, Math.floor(questions / 20_000));
  const times = Array.from({ length: rounds }, () => seconds(() => askPages(asked, pages)) / pages);
  const ms = Number((median(times) * 1000).toFixed(3));
  log(`decide: ${String(rate)} million a second; a page of ${String(PAGE)} rows, 4 permissions each: ${String(ms)} ms`);
  return [
    {
      name: 'decide',
      value: rate,
      unit: 'million a second',
      against: `${String(cells.length)} cells`,
      reach: 1,
      ok: rate >= 1,
    },
    {
      name: 'allowed-page',
      value: ms,
      unit: 'ms a page of 100 rows',
      against: '4 permissions a row',
      reach: 5,
      ok: ms <= 5,
    },
  ];
}

function askPages(asked: readonly Question[], pages: number): void {
  for (let page = 0; page < pages; page += 1) {
    const rows = Array.from({ length: PAGE }, (_, i) => asked[(page * PAGE + i) & 4095] as Question);
    const answers = allowedFor(
      rows[0] as Question,
      ['a', 'b', 'c', 'd'].map((name, i) => ({ name, entry: rows[i]?.permission.entry })),
      rows.map(({ about }) => about.body),
    );
    if (answers.length !== PAGE) throw new Error('a row was not answered');
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await run({ log: (line) => process.stdout.write(`${line}\n`) });
}
