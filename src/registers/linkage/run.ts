/** One linkage from rows to clusters, and batches after it; everything it knows stands in one database. */
import { planForget, planGiants, planPairs, type Sides } from './block.ts';
import { clusterLinks, reach } from './cluster-links.ts';
import { planChance, planCompare } from './compare.ts';
import { openEngine, type Engine, type EngineOptions } from '../../platform/analysis/engine.ts';
import { estimate, type PatternCount, type Weights } from './estimate.ts';
import type { LinkageFinding } from './model.ts';
import { planNormalise } from './normalise.ts';
import { planPlaces, type PlaceLists } from './places.ts';
import { readLinkageSettings } from './read-settings.ts';
import { planScore, scorePattern } from './score.ts';
import type { LinkageSettings } from './settings.ts';
import { createTables, takeRows, type RowSource } from './take-rows.ts';
import { word } from './write-sql.ts';

/** What a run is made of, and what was learnt; kept in the table `model`. */
export interface LinkageModel {
  readonly settings: LinkageSettings;
  /** No file names anybody twice: pairs are looked for across files only. */
  readonly distinct: boolean;
  readonly weights: Weights | undefined;
  /** Pairs that were compared, all in all. */
  readonly compared: number;
  /** Batches taken so far. */
  readonly batches: number;
  readonly findings: readonly LinkageFinding[];
  /** Hashes are the engine's own: another version must link anew. */
  readonly engine: string;
}

export interface Linkage extends AsyncDisposable {
  readonly engine: Engine;
  model: LinkageModel;
}

export interface LinkageOptions extends EngineOptions {
  readonly settings: LinkageSettings;
  readonly distinct: boolean;
  /** Former units by field, from the dictionary's successions. */
  readonly places?: PlaceLists;
}

/** An empty run. */
export async function beginLinkage(options: LinkageOptions): Promise<Linkage> {
  const { settings, distinct, places = {} } = options;
  const engine = await openEngine(options);
  for (const statement of createTables(settings)) await engine.run(statement);
  await engine.steps(planPlaces(settings, places));
  const version = await engineVersion(engine);
  const model = { settings, distinct, weights: undefined, compared: 0, batches: 0, findings: [], engine: version };
  const run: Linkage = { engine, model, [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose]() };
  await keepModel(run);
  return run;
}

export class LinkageRunError extends Error {
  override name = 'LinkageRunError';
  readonly fault: 'no-run' | 'other-engine';
  constructor(fault: 'no-run' | 'other-engine') {
    super(fault);
    this.fault = fault;
  }
}

/** A run that is there. @throws LinkageRunError */
export async function resumeLinkage(options: EngineOptions & { readonly file: string }): Promise<Linkage> {
  const engine = await openEngine(options);
  try {
    const [row] = await engine.rows<{ json: string }>('select json from model').catch(() => []);
    if (!row) throw new LinkageRunError('no-run');
    const kept = JSON.parse(row.json) as LinkageModel;
    if (kept.engine !== (await engineVersion(engine))) throw new LinkageRunError('other-engine');
    const model = { ...kept, settings: readLinkageSettings(kept.settings) };
    return { engine, model, [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose]() };
  } catch (error) {
    await engine[Symbol.asyncDispose]();
    throw error;
  }
}

const engineVersion = async (engine: Engine) =>
  (await engine.rows<{ version: string }>('select version() as version'))[0]?.version ?? '';

const comparedPairs = async (engine: Engine) =>
  (await engine.rows<{ n: number }>('select count(*)::integer as n from compared'))[0]?.n ?? 0;

/** As the run stands now. */
export async function keepModel({ engine, model }: Linkage): Promise<void> {
  await engine.run(`create or replace table model as select ${word(JSON.stringify(model))} as json`);
}

/** Takes the files in and links all of them. @throws RowSourceError */
export async function linkFiles(run: Linkage, files: readonly RowSource[]): Promise<void> {
  const findings: LinkageFinding[] = [];
  for (const file of files)
    findings.push(...(await takeRows(run.engine, run.model.settings, { ...file, batch: 1 })).findings);
  run.model = { ...run.model, batches: 1, findings };
  await linkAll(run);
}

/** Everything from what was given: words and weights are learnt anew, unless they are to stay. */
export async function linkAll(run: Linkage, { keepWeights = false } = {}): Promise<void> {
  const { engine, model } = run;
  const { settings } = model;
  await engine.steps(planNormalise(settings, { isFirst: !keepWeights }));
  await engine.steps(planGiants(settings));
  const sides = await sidesOf(run);
  await engine.steps([planPairs(settings, sides, await giantRules(engine, 'giants')), planCompare(settings)]);
  await engine.run('drop table pairs');
  const weights = keepWeights && model.weights ? model.weights : await learn(run);
  run.model = { ...model, weights, compared: await comparedPairs(engine) };
  await scoreCompared(run, weights, 'create');
  await clusterLinks(engine, settings, { distinct: model.distinct });
  await keepModel(run);
}

/** A batch against what is there: old pairs keep their scores, and only clusters that a new link touches are made anew. */
export async function linkBatch(run: Linkage, file: RowSource): Promise<void> {
  const { engine, model } = run;
  const { settings, weights } = model;
  if (!weights) throw new LinkageRunError('no-run');
  const batch = model.batches + 1;
  const taken = await takeRows(engine, settings, { ...file, batch });
  run.model = { ...model, batches: batch, findings: taken.findings };
  await engine.run(`create or replace temp view new_given as select * from given where batch = ${String(batch)}`);
  await engine.steps(planNormalise(settings, { prefix: 'new_', isFirst: false }));
  await engine.run('insert into records by name from new_records');
  await engine.steps(planGiants(settings, { isFirst: false, relation: 'new_records' }));
  await engine.run('create or replace temp table edges_gone (a integer, b integer)');
  await engine.steps(planForget(settings, await giantRules(engine, 'giants_new')));
  const old = `(from records where batch < ${String(batch)})`;
  const across = model.distinct ? { where: 'l.source <> r.source' } : {};
  const sides: Sides[] = [
    { left: old, right: 'new_records', ...across },
    ...(model.distinct ? [] : [{ left: 'new_records', right: 'new_records', where: 'l.rid < r.rid' }]),
  ];
  await engine.steps([planPairs(settings, sides, await giantRules(engine, 'giants')), planCompare(settings)]);
  run.model = { ...run.model, compared: model.compared + (await comparedPairs(engine)) };
  await scoreCompared(run, weights, 'insert');
  await engine.run(
    'create or replace temp table touched as select rid from new_records union select unnest([a, b]) from edges_gone',
  );
  await reach(engine, settings, 'touched');
  await clusterLinks(engine, settings, { distinct: model.distinct, among: 'reached' });
  await engine.run('drop table new_records');
  await keepModel(run);
}

/** Two files name nobody twice: one against the other. Otherwise everybody with everybody who came before. */
async function sidesOf({ engine, model }: Linkage): Promise<Sides[]> {
  const sources = await engine.rows<{ source: number }>('select distinct source from records order by source');
  if (!model.distinct) return [{ left: 'records', right: 'records', where: 'l.rid < r.rid' }];
  const [first, second, ...more] = sources;
  if (!first || !second || more.length > 0)
    return [{ left: 'records', right: 'records', where: 'l.rid < r.rid and l.source <> r.source' }];
  const side = ({ source }: { source: number }) => `(from records where source = ${String(source)})`;
  return [{ left: side(first), right: side(second) }];
}

async function giantRules(engine: Engine, table: string): Promise<ReadonlySet<number>> {
  const rows = await engine.rows<{ rule: number }>(`select distinct rule from ${table}`);
  return new Set(rows.map(({ rule }) => rule));
}

/** So many pairs by chance: a level that one pair in a hundred thousand stands on is still seen some times. */
const CHANCE = 200_000;

export async function learn({ engine, model }: Linkage): Promise<Weights> {
  const counts = await engine.rows<{ source: number; from: number; to: number; n: number }>(
    `select source, min(rid) as "from", max(rid) + 1 as "to", count(*)::integer as n from records group by source order by source`,
  );
  const [all] = await engine.rows<{ n: number }>('select count(*)::integer as n from records');
  const n = all?.n ?? 0;
  const [first, second] = counts;
  const isTwo = model.distinct && counts.length === 2 && first !== undefined && second !== undefined;
  const sides = isTwo ? { left: first, right: second } : { left: { from: 0, to: n }, right: { from: 0, to: n } };
  const pairs = isTwo ? first.n * second.n : (n * (n - 1)) / 2;
  if (n > 1) await engine.steps([planChance(model.settings, sides, Math.min(CHANCE, pairs))]);
  return engine.timed('estimate', async () => {
    const chance = n > 1 ? await engine.rows<PatternCount>('select pattern, n from chance order by pattern') : [];
    const candidates = await engine.rows<PatternCount>(
      'select pattern, count(*)::integer as n from compared group by pattern order by pattern',
    );
    const most = isTwo ? Math.min(first.n, second.n) : n;
    return estimate(model.settings, { candidates, chance, pairs, most });
  });
}

export async function scoreCompared(
  { engine, model }: Linkage,
  weights: Weights,
  into: 'create' | 'insert',
): Promise<void> {
  const { settings } = model;
  const found = await engine.rows<{ pattern: number }>('select distinct pattern from compared');
  await engine.run(
    'create or replace temp table patterns (pattern integer, weight double, usual double, apart utinyint)',
  );
  const values = found.map(({ pattern }) => {
    const { weight, usual, apart } = scorePattern(settings, weights, pattern);
    return `(${String(pattern)}, ${String(weight)}, ${usual === undefined ? 'null' : String(usual)}, ${String(apart)})`;
  });
  if (values.length > 0) await engine.run(`insert into patterns values ${values.join(', ')}`);
  await engine.steps([planScore(settings, { into })]);
  await engine.run('drop table compared');
}

/** Clusters anew from the scores that are there: after decisions. */
export async function relink(run: Linkage): Promise<void> {
  await clusterLinks(run.engine, run.model.settings, { distinct: run.model.distinct });
  await keepModel(run);
}
