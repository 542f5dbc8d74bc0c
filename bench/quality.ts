/**
 * Scores of a register of a million rows by forty rules: all counted, against one plain statement that counts the same
 * forty conditions in one scan; and counted again after a change set of a thousand rows, against counting all.
 * `npx node bench/quality.ts [--rows N]`; `run` gives the rows to the bench as a whole.
 */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { openNode } from '../src/node.ts';
import { getChangeSet, appendChangeSet, sequenceChanges, takeChangeSet } from '../src/platform/changes/index.ts';
import { readConfig } from '../src/platform/config.ts';
import type { Context } from '../src/platform/context.ts';
import { join as list, sql } from '../src/platform/db/sql.ts';
import { scoresFollower } from '../src/quality/follow-scores.ts';
import type { Rule } from '../src/quality/rule.ts';
import { rulesOfRegister } from '../src/quality/rules-of-register.ts';
import { benchRow, type BenchRow } from './load.ts';
import { writeProfile } from './load-data.ts';
import { fillPersons } from './rehearse.ts';

export interface QualityOptions {
  /** Default 1,000,000. */
  readonly rows?: number;
  readonly repetitions?: number;
  readonly log?: (line: string) => void;
}

const RULES = 40;
const CHANGED = 1000;
const REGISTER = 'persons';
const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Seconds that something takes. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

/** As many rules as are wanted: the register's own, and an element's for the rest. */
function addRules(profiles: string, own: number): void {
  const file = join(profiles, 'bench', 'dictionary', 'elements', 'all.yaml');
  const rules = Array.from(
    { length: RULES - own },
    (_, i) =>
      `      - { code: r${String(i)}, dimension: accurate, severity: warning, expression: 'households + ${String(i)} != 5 || birth_date < joined_on', names: { en: Rule ${String(i)} } }`,
  );
  writeFileSync(file, `${readFileSync(file, 'utf8').trimEnd()}\n    qualityRules:\n${rules.join('\n')}\n`);
}

const plain = (rules: readonly Rule[]) =>
  sql`select ${list(
    rules.map((rule) => sql`count(*) filter (where ${rule.assessed} and not (${rule.passes}))`),
  )} from data.bench_person r`;

/** A thousand rows get a new version, as an edit or a load gives it. */
async function changeSome({ db, clock }: Context): Promise<number> {
  const id = await takeChangeSet(db);
  await db.transaction(async (tx) => {
    const some = sql`select record_id from data.bench_person order by record_id limit ${CHANGED}`;
    await tx.run(
      sql`insert into history.bench_person select t.*, ${id}, 'u' from data.bench_person t where record_id in (${some})`,
    );
    await tx.run(sql`update data.bench_person set version = version + 1, change_set = ${id}, phone = null, households = 99
      where record_id in (${some})`);
    const rows = await tx.rows<{ record_id: string }>(
      sql`select record_id from data.bench_person where change_set = ${id}`,
    );
    const members = rows.map((row) => row.record_id);
    const [subject, begunAt] = [REGISTER, clock.now()];
    await appendChangeSet(tx, {
      id,
      kind: 'records',
      subject,
      body: 1,
      actor: 'system',
      cause: null,
      begunAt,
      members,
    });
  });
  await sequenceChanges(db, clock.now());
  return id;
}

export async function run(options: QualityOptions = {}): Promise<BenchRow[]> {
  const { rows = 1_000_000, repetitions = 5, log = () => undefined } = options;
  const folder = mkdtempSync(join(tmpdir(), 'artery-bench-'));
  chmodSync(folder, 0o755);
  try {
    const profiles = join(folder, 'profiles');
    writeProfile(profiles);
    addRules(profiles, OWN);
    const dirs = { dataDir: join(folder, 'data'), keysDir: join(folder, 'keys') };
    const config = { ...readConfig({}), ...dirs, profile: 'bench', logLevel: 'silent' as const };
    await using node = await openNode({ config, profiles });
    await node.install();
    const { context } = node;
    const { db } = context;
    await fillPersons(db, rows);
    const follower = scoresFollower(context);
    const { rules } = await rulesOfRegister(db, context, REGISTER);
    log(`${String(rules.length)} rules`);
    const at = { epoch: 1, position: 0 };
    const counts = () => db.transaction((tx) => follower.initial(tx, at));
    await counts();
    const [full, bare] = [[] as number[], [] as number[]];
    for (let i = 0; i < repetitions; i += 1) {
      bare.push(await timed(() => db.rows(plain(rules))));
      full.push(await timed(counts));
    }
    const deltas: number[] = [];
    for (let i = 0; i < repetitions; i += 1) {
      const change = await getChangeSet(db, await changeSome(context));
      deltas.push(await timed(() => db.transaction((tx) => follower.apply(tx, change))));
    }
    const followed = await follower.fingerprint?.(db);
    await counts();
    if (followed !== (await follower.fingerprint?.(db))) throw new Error('following gave another result than counting');
    const [all, one, some] = [median(full), median(bare), median(deltas)];
    log(`full ${all.toFixed(2)} s, plain ${one.toFixed(2)} s, ${String(CHANGED)} rows ${some.toFixed(3)} s`);
    const of = `${String(rows)} rows, ${String(rules.length)} rules`;
    return [
      benchRow('score-full', all / one, { unit: 'times one plain scan', against: of, reach: 4, least: false }),
      benchRow('rescore', some, { unit: 's', against: `${String(CHANGED)} of ${of}`, reach: 1, least: false }),
      benchRow('rescore-speedup', all / some, {
        unit: 'times as fast as all',
        against: `${String(CHANGED)} of ${of}`,
        reach: 50,
        least: true,
      }),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

// Rules that the register's plan gives by itself.
const OWN = 17;

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({ options: { rows: { type: 'string' } } });
  const rows = values.rows === undefined ? {} : { rows: Number(values.rows) };
  for (const row of await run({ ...rows, log: (line) => process.stderr.write(`${line}\n`) }))
    process.stdout.write(`${JSON.stringify(row)}\n`);
}
