/** From `edges` to `clusters(rid, head)`: pairs that touch nobody else in SQL, the rest by the rules of `cluster.ts`. */
import { cluster, DECIDED, type Link } from './cluster.ts';
import type { Engine } from '../../platform/analysis/engine.ts';
import type { LinkageSettings } from './settings.ts';

export interface ClusterOptions {
  /** No file names anybody twice. */
  readonly distinct: boolean;
  /** Only the components of these records (`reached`, of `reach`); all when absent. */
  readonly among?: string | undefined;
}

/** What counts as a link: heavy enough and nothing against it, or decided. Where nobody decided anything, nothing is asked. */
async function accepted(engine: Engine, { thresholds }: LinkageSettings): Promise<string> {
  const heavy = `select a, b, weight from edges where weight >= ${String(thresholds.match)} and not conflict and apart = 0`;
  const [decided] = await engine.rows<{ n: number }>('select count(*)::integer as n from decisions');
  if (decided?.n === 0) return heavy;
  const of = (kind: string) =>
    `exists (from decisions d where d.kind = '${kind}' and least(d.a, d.b) = edges.a and greatest(d.a, d.b) = edges.b)`;
  return `${heavy} and not ${of('different')} and not ${of('same')} and not exists (from decisions d where d.kind = 'split' and d.a in (edges.a, edges.b))
    union all select least(a, b), greatest(a, b), ${String(DECIDED)}::float from decisions where kind = 'same' group by all`;
}

/** Pairs that may not come together, even through others. */
const apart = `select a, b from edges where apart > 0 and not exists (from decisions d where d.kind = 'same' and least(d.a, d.b) = edges.a and greatest(d.a, d.b) = edges.b)
  union select least(a, b), greatest(a, b) from decisions where kind = 'different'`;

export const clusterLinks = (engine: Engine, settings: LinkageSettings, options: ClusterOptions): Promise<void> =>
  engine.timed('cluster', () => clusterAccepted(engine, settings, options));

async function clusterAccepted(engine: Engine, settings: LinkageSettings, options: ClusterOptions): Promise<void> {
  const { among } = options;
  // Who is reached is reached over all their links: one end is enough to ask for.
  const from = among === undefined ? await accepted(engine, settings) : `from linked where a in (from ${among})`;
  await engine.run(`create or replace temp table accepted as ${from}`);
  await engine.run(
    `create or replace temp table busy as select rid from (select a as rid from accepted union all select b from accepted) group by rid having count(*) > 1`,
  );
  await engine.run(
    `create or replace temp table knots as select * from accepted where a in (from busy) or b in (from busy)`,
  );
  const fresh = `select unnest([a, b]) as rid, a as head from accepted where a not in (from busy) and b not in (from busy)`;
  if (among === undefined) {
    await engine.run(`create or replace table clusters as ${fresh}`);
    await engine.run(`create or replace table refused (a integer, b integer, against utinyint, weight float)`);
  } else {
    await engine.run(`delete from clusters where rid in (from ${among})`);
    await engine.run(`delete from refused where a in (from ${among})`);
    await engine.run(`insert into clusters ${fresh}`);
  }
  await untie(engine, settings, options);
}

export const AGAINST = ['apart', 'unique', 'once'] as const;

async function untie(engine: Engine, settings: LinkageSettings, { distinct }: ClusterOptions): Promise<void> {
  const links = await readLinks(engine);
  if (links.length === 0) return;
  await engine.run(`create or replace temp table tied as select distinct unnest([a, b]) as rid from knots`);
  const pairs = await engine.rows<{ a: number; b: number }>(
    `select a, b from (${apart}) where a in (from tied) and b in (from tied)`,
  );
  const verified = settings.guards.verified?.replace('.', '_');
  const held = await engine.rows<{ rid: number; source: number; id: string | null }>(
    `select rid, source, ${verified ?? 'null'} as id from records where rid in (from tied)`,
  );
  const byRecord = new Map(held.map((one) => [one.rid, one]));
  const { heads, refused } = cluster(links, {
    apart: pairs.map(({ a, b }) => [a, b] as const),
    unique: verified === undefined ? [] : [(record) => byRecord.get(record)?.id ?? undefined],
    once: distinct ? (record) => byRecord.get(record)?.source ?? -1 : undefined,
  });
  const members = new Map<number, number>();
  for (const head of heads.values()) members.set(head, (members.get(head) ?? 0) + 1);
  const joined = [...heads].filter(([, head]) => (members.get(head) ?? 0) > 1);
  await engine.append('clusters', [joined.map(([record]) => record), joined.map(([, head]) => head)]);
  await noteRefused(engine, refused);
}

async function readLinks(engine: Engine): Promise<Link[]> {
  const { a, b, weight } = await engine.columns(`select a, b, weight from knots`);
  return (a ?? []).map((first, i) => ({ a: first, b: b?.[i] as number, weight: weight?.[i] as number }));
}

type Refused = Awaited<ReturnType<typeof cluster>>['refused'];

async function noteRefused(engine: Engine, refused: Refused): Promise<void> {
  await engine.run('create or replace temp table turned (a integer, b integer, against integer)');
  await engine.append('turned', [
    refused.map(({ link }) => link.a),
    refused.map(({ link }) => link.b),
    refused.map(({ against }) => AGAINST.indexOf(against)),
  ]);
  await engine.run('insert into refused select a, b, against, weight from turned join accepted using (a, b)');
}

/** Everybody whom links lead to from the records of `table`, they themselves included: table `reached(rid)`. */
export async function reach(engine: Engine, settings: LinkageSettings, table: string): Promise<void> {
  await engine.run(`create or replace temp table linked as ${await accepted(engine, settings)}`);
  await engine.run(`create or replace temp table reached as select distinct rid from ${table}`);
  await engine.run(`create or replace temp table edge_of as select rid from reached`);
  for (;;) {
    await engine.run(`create or replace temp table next_edge as
      select distinct rid from (select b as rid from linked where a in (from edge_of) union all select a from linked where b in (from edge_of)) anti join reached using (rid)`);
    const [{ n } = { n: 0 }] = await engine.rows<{ n: number }>('select count(*)::integer as n from next_edge');
    if (n === 0) return;
    await engine.run('insert into reached from next_edge');
    await engine.run('create or replace temp table edge_of as from next_edge');
  }
}

/** The name of a cluster: of its earliest record, so that it stays while that record stays. */
export const clusterName = (source: string, key: string): string =>
  `'p' || substr(md5(${source} || '/' || ${key}), 1, 16)`;
