/** Linkage on DuckDB for the node: everything at once, a batch against those it may be, or two records one against the other. */
import { planGiants, planPairs, type Sides } from '../linkage/block.ts';
import { comparedColumns, planCompare } from '../linkage/compare.ts';
import { estimate } from '../linkage/estimate.ts';
import { waterfallOf } from '../linkage/explain.ts';
import type { Waterfall } from '../linkage/model.ts';
import { planNormalise } from '../linkage/normalise.ts';
import { beginLinkage, learn, scoreCompared, type Linkage } from '../linkage/run.ts';
import { columnsOf, word } from '../linkage/write-sql.ts';
import type { FoundLink, GivenRow, Learnt, LinkedEntity, SeenRecord } from './model.ts';

/** From so many records on the data say what agreement is worth; below, the settings do. */
const LEARN_FROM = 20_000;
/** Rows a statement. */
const SLICE = 1000;

export interface Linker extends AsyncDisposable {
  readonly run: Linkage;
  readonly of: LinkedEntity;
  readonly version: string;
  learnt: Learnt | undefined;
}

/** An engine of its own, in memory. With what was learnt it is ready for batches. */
export async function openLinker(of: LinkedEntity, learnt?: Learnt): Promise<Linker> {
  const run = await beginLinkage({ settings: of.settings, distinct: false, places: of.places, memoryMb: 700 });
  if (learnt) {
    for (const statement of putLearnt(of, learnt)) await run.engine.run(statement);
    run.model = { ...run.model, weights: learnt.weights };
  }
  return { run, of, version: run.model.engine, learnt, [Symbol.asyncDispose]: () => run[Symbol.asyncDispose]() };
}

const named = ({ settings }: LinkedEntity) =>
  Object.entries(settings.fields).flatMap(([f, field]) => (field.kind === 'name' ? [f] : []));

function putLearnt(of: LinkedEntity, { words, shares, least }: Learnt): string[] {
  return named(of).flatMap((f) => [
    `create table words_${f} (word varchar)`,
    ...sliced(
      words[f] ?? [],
      (slice) => `insert into words_${f} values ${slice.map((one) => `(${word(one)})`).join(', ')}`,
    ),
    `create table shares_${f} (folded varchar, share float)`,
    `insert into shares_${f} values (null, ${String(least[f] ?? 1)})`,
    ...sliced(
      shares[f] ?? [],
      (slice) =>
        `insert into shares_${f} values ${slice.map(([name, share]) => `(${word(name)}, ${String(share)})`).join(', ')}`,
    ),
  ]);
}

function sliced<T>(all: readonly T[], statement: (slice: readonly T[]) => string): string[] {
  const out: string[] = [];
  for (let at = 0; at < all.length; at += SLICE) out.push(statement(all.slice(at, at + SLICE)));
  return out;
}

/** Rows into a table shaped like `given`, numbered from `from` on. */
async function give({ run, of }: Linker, table: string, rows: readonly GivenRow[], from = 0): Promise<void> {
  const fields = Object.keys(of.settings.fields);
  await run.engine.run(`create or replace temp table ${table} as from given limit 0`);
  const value = (text: string | null | undefined) => (text === null || text === undefined ? 'null' : word(text));
  let rid = from;
  const line = ({ record, texts }: GivenRow) =>
    `(${String(rid++)}, 0, 1, ${word(record)}, null, ${columnsOf(fields.map((f) => value(texts[f])))})`;
  for (const statement of sliced(rows, (slice) => `insert into ${table} values ${slice.map(line).join(', ')}`))
    await run.engine.run(statement);
}

/** A file `key, <field>…` with headers, of many rows. */
async function giveFile({ run, of }: Linker, file: string): Promise<void> {
  const fields = Object.keys(of.settings.fields);
  await run.engine.run(`insert into given
    select (row_number() over (order by key) - 1)::integer, 0, 1, key, null, ${columnsOf(fields.map((f) => `nullif(trim("${f}"), '')`))}
      from read_csv(${word(file)}, all_varchar = true, header = true)`);
}

export interface Linked {
  readonly seen: readonly SeenRecord[];
  readonly links: readonly FoundLink[];
}

/** Everything anew: words, shares and (of many records) weights are learnt. */
export async function linkEverything(linker: Linker, file: string): Promise<Linked> {
  const { run, of } = linker;
  const { engine } = run;
  await giveFile(linker, file);
  await engine.steps(planNormalise(of.settings));
  await engine.steps(planGiants(of.settings));
  const giants = await engine.rows<{ rule: number }>('select distinct rule from giants');
  await compare(
    linker,
    [{ left: 'records', right: 'records', where: 'l.rid < r.rid' }],
    new Set(giants.map((one) => one.rule)),
  );
  const [{ n } = { n: 0 }] = await engine.rows<{ n: number }>('select count(*)::integer as n from records');
  const pairs = (n * (n - 1)) / 2;
  const weights =
    n >= LEARN_FROM ? await learn(run) : estimate(of.settings, { candidates: [], chance: [], pairs, most: n });
  await scoreCompared(run, weights, 'create');
  run.model = { ...run.model, weights };
  linker.learnt = { weights, ...(await readNames(linker)) };
  return { seen: await seenIn(linker), links: await linksIn(linker) };
}

async function readNames(linker: Linker): Promise<Omit<Learnt, 'weights'>> {
  const { engine } = linker.run;
  const words: Record<string, string[]> = {};
  const shares: Record<string, [string, number][]> = {};
  const least: Record<string, number> = {};
  for (const f of named(linker.of)) {
    const known = await engine.rows<{ word: string }>(`select word from words_${f} order by word`);
    words[f] = known.map((one) => one.word);
    const [rarest] = await engine.rows<{ share: number | null }>(`select min(share) as share from shares_${f}`);
    least[f] = rarest?.share ?? 1;
    const frequent = await engine.rows<{ folded: string; share: number }>(
      `select folded, share from shares_${f} where share > (select min(share) from shares_${f}) order by folded`,
    );
    shares[f] = frequent.map(({ folded, share }) => [folded, share]);
  }
  return { words, shares, least };
}

async function compare({ run, of }: Linker, sides: readonly Sides[], giants: ReadonlySet<number>): Promise<void> {
  await run.engine.steps([planPairs(of.settings, sides, giants), planCompare(of.settings)]);
  await run.engine.run('drop table pairs');
}

/** One number for a rule and its block, that fits a `bigint`. */
export const blockKey = (rule: number, block = `block${String(rule)}`): string =>
  `(hash(${block}, ${String(rule)}) >> 1)::bigint`;

async function seenIn({ run, of }: Linker, table = 'records'): Promise<SeenRecord[]> {
  const { blocks, guards } = of.settings;
  const keys = blocks.map((_, i) => `case when block${String(i)} is not null then ${blockKey(i)}::varchar end`);
  const verified =
    guards.verified === undefined ? 'null' : `(hash(${guards.verified.replace('.', '_')}) >> 1)::bigint::varchar`;
  const there = guards.verified === undefined ? 'false' : `${guards.verified.replace('.', '_')} is not null`;
  const rows = await run.engine.rows<{ record: string; verified: string | null; blocks: string }>(
    `select key as record, case when ${there} then ${verified} end as verified, concat_ws(',', ${columnsOf(keys)}) as blocks from ${table} order by rid`,
  );
  return rows.map((row) => ({ ...row, blocks: row.blocks === '' ? [] : row.blocks.split(',') }));
}

async function linksIn({ run, of }: Linker): Promise<FoundLink[]> {
  const reasons = (of.settings.guards.apart ?? []).map(
    ({ because }, i) => `when ${String(i + 1)} then ${word(because)}`,
  );
  const apart = reasons.length === 0 ? 'null' : `case apart ${reasons.join(' ')} end`;
  return run.engine.rows<FoundLink>(
    `select least(g.key, h.key) as "left", greatest(g.key, h.key) as "right", pattern, weight::double as weight, conflict, ${apart} as apart
       from edges e join records g on g.rid = e.a join records h on h.rid = e.b order by 1, 2`,
  );
}

/** What a batch is looked up by; `linkSeen` then needs those it may be. */
export async function readBatch(linker: Linker, rows: readonly GivenRow[]): Promise<SeenRecord[]> {
  await give(linker, 'new_given', rows);
  await linker.run.engine.steps(planNormalise(linker.of.settings, { prefix: 'new_', isFirst: false }));
  await linker.run.engine.run('create or replace table records as from new_records');
  await linker.run.engine.run('drop table new_records');
  return seenIn(linker);
}

/**
 * Links of the batch last read: among its own records and with these.
 * @param giants keys of blocks that say too little
 */
export async function linkSeen(
  linker: Linker,
  candidates: readonly GivenRow[],
  giants: readonly string[],
): Promise<FoundLink[]> {
  const { run, of } = linker;
  const { engine } = run;
  const [{ n } = { n: 0 }] = await engine.rows<{ n: number }>('select count(*)::integer as n from records');
  await give(linker, 'old_given', candidates, n);
  await engine.steps(planNormalise(of.settings, { prefix: 'old_', isFirst: false }));
  await putGiants(linker, giants);
  await engine.run('create or replace temp table batch as from records');
  const rules = new Set(of.settings.blocks.keys());
  await engine.run('insert into records by name from old_records');
  const sides: Sides[] = [
    { left: 'batch', right: 'batch', where: 'l.rid < r.rid' },
    { left: 'batch', right: 'old_records' },
  ];
  await compare(linker, sides, giants.length === 0 ? new Set() : rules);
  if (!run.model.weights) throw new TypeError('nothing was learnt yet');
  await scoreCompared(run, run.model.weights, 'create');
  await engine.run('drop table old_records');
  return linksIn(linker);
}

async function putGiants({ run, of }: Linker, giants: readonly string[]): Promise<void> {
  await run.engine.run('create or replace table giants (rule utinyint, block ubigint, members bigint)');
  if (giants.length === 0) return;
  const list = giants.join(', ');
  for (const rule of of.settings.blocks.keys())
    await run.engine.run(
      `insert into giants select distinct ${String(rule)}, block${String(rule)}, 0 from records where block${String(rule)} is not null and ${blockKey(rule)} in (${list})`,
    );
}

/** Why two records are one, or are not. @returns nothing when one of them says nothing */
export async function explainRows(
  linker: Linker,
  left: GivenRow,
  right: GivenRow,
  same: boolean,
): Promise<Waterfall | undefined> {
  const { run, of } = linker;
  const { settings } = of;
  await readBatch(linker, [left, right]);
  const [compared] = await run.engine.rows<{ pattern: number; share: number | null; conflict: boolean }>(
    `select ${comparedColumns(settings)} from records l, records r where l.rid = 0 and r.rid = 1`,
  );
  if (!compared || !run.model.weights) return undefined;
  const texts = (row: GivenRow) =>
    Object.fromEntries(Object.entries(row.texts).map(([f, text]) => [`${f}_text`, text] as const));
  return waterfallOf(settings, run.model.weights, {
    left: { source: '', key: left.record },
    right: { source: '', key: right.record },
    compared,
    texts: [texts(left), texts(right)],
    same,
    decided: undefined,
    waiting: undefined,
  });
}
