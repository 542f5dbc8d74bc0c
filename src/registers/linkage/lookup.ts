/**
 * "Is this person known?": one record that is not there yet, against all that are. It is read and compared in the process, so that
 * no question waits for a large statement to be planned; the engine gives the records of its blocks, by an index on their numbers.
 */
import { fold } from '../../platform/search/fold.ts';
import { indexedFinder, scanningFinder } from './block-finder.ts';
import { blockKeysStatement, sharesBlock } from './block-keys.ts';
import { recordComparer, type ComparedRecords } from './compare-records.ts';
import type { Engine } from '../../platform/analysis/engine.ts';
import { waterfallOf } from './explain.ts';
import { readKnown, shareReader } from './known.ts';
import type { Waterfall } from './model.ts';
import { recordColumns } from './normalise.ts';
import { namePartsOf, recordReader, type PlainRecord } from './read-record.ts';
import type { Linkage } from './run.ts';
import { totalOf } from './score.ts';
import type { LinkageSettings } from './settings.ts';
import { columnsOf, name } from './write-sql.ts';

export interface LookupAnswer {
  /** `known` from the threshold of a link on, `likely` from that of review on. */
  readonly verdict: 'known' | 'likely' | 'unknown';
  /** The most likely first, at most ten; those of one cluster count once. */
  readonly candidates: readonly (Waterfall & { readonly cluster: number })[];
}

export interface Lookup {
  /** @param values texts by field (`name`, `born`, …) */
  ask(values: Readonly<Record<string, string>>): Promise<LookupAnswer>;
}

interface Fetched {
  readonly rid: number;
  readonly record: PlainRecord;
}

/** A record that a block brought, compared. */
interface Weighed {
  readonly rid: number;
  readonly compared: ComparedRecords;
  readonly total: number;
}

const MOST = 10;
/** Blocks together never bring more: a giant is left out. */
const MOST_COMPARED = 2000;
/** So many of the likeliest are looked at for their clusters. */
const MOST_WEIGHED = 200;

export interface LookupOptions {
  /** Keeps an index of blocks in the process, 64 bytes a record: for more than a few questions. */
  readonly often?: boolean;
}

/** What a run learnt (weights, words, frequencies) answers; what it holds is numbered once, in a second for a million records. */
export async function openLookup({ engine, model }: Linkage, { often = false }: LookupOptions = {}): Promise<Lookup> {
  const { settings, weights } = model;
  await numberRecords(engine, settings);
  const finder = often ? await indexedFinder(engine, settings) : scanningFinder(engine);
  const giants = await giantKeys(engine);
  const known = await engine.rows<{ source: number; name: string }>('select source, name from sources');
  const sources = new Map(known.map((one) => [one.source, one.name]));
  const read = recordReader(settings, await readKnown(engine, settings));
  const compare = recordComparer(settings);
  const shareOf = await shareReader(engine, settings);
  const names = Object.entries(settings.fields).flatMap(([f, field]) => (field.kind === 'name' ? [f] : []));
  const { review } = settings.thresholds;

  async function readAsked(texts: Readonly<Record<string, string | null>>): Promise<PlainRecord> {
    const asked: Record<string, PlainRecord[string]> = { ...read(texts) };
    for (const f of names) {
      const folded = asked[f];
      asked[`${f}_share`] = typeof folded === 'string' ? await shareOf(f, folded) : null;
    }
    return asked;
  }

  /** Those of the same blocks, giants left out. */
  async function candidatesOf(asked: PlainRecord): Promise<Fetched[]> {
    const [keys = {}] = await engine.rows<Record<string, string | null>>(blockKeysStatement(settings, asked));
    const blocks = settings.blocks.map((_, i) => {
      const key = keys[`block${String(i)}`] ?? null;
      return key === null || giants.has(`${String(i)} ${key}`) ? null : key;
    });
    const rids = await finder.find(blocks, MOST_COMPARED);
    if (rids.length === 0) return [];
    const rules = settings.blocks.filter((_, i) => blocks[i] !== null);
    return (await fetchRecords(engine, settings, rids)).filter(({ record }) =>
      sharesBlock(settings, rules, record, asked),
    );
  }

  return {
    ask: async (values) => {
      const texts = textsOf(settings, values);
      const asked = await readAsked(texts);
      const candidates = await candidatesOf(asked);
      if (candidates.length === 0 || !weights) return { verdict: 'unknown', candidates: [] };
      const weighed = candidates.map(({ rid, record }): Weighed => {
        const compared = compare(record, asked);
        return { rid, compared, total: totalOf(settings, weights, compared) };
      });
      const near = weighed.filter(({ total }) => total >= review);
      const best = near.sort((x, y) => y.total - x.total || x.rid - y.rid).slice(0, MOST_WEIGHED);
      const details = await fetchDetails(engine, settings, sources, best);
      const seen = best.flatMap(({ rid, compared }) => {
        const of = details.get(rid);
        if (!of) return [];
        const { texts: own, head: cluster, ...left } = of;
        const circumstances = { same: false, decided: undefined, waiting: undefined };
        const pair = { left, right: { source: '', key: '' }, compared, texts: [own, keyed(texts)] as const };
        return [{ ...waterfallOf(settings, weights, { ...pair, ...circumstances }), cluster }];
      });
      return answerOf(seen, settings.thresholds);
    },
  };
}

/** Records are fetched by number: without an index, a handful of them takes as long as all. */
async function numberRecords(engine: Engine, { fields }: LinkageSettings): Promise<void> {
  for (const table of ['records', 'given', 'clusters'])
    await engine.run(`create index if not exists ${table}_rid on ${table} (rid)`);
  for (const [f, { kind }] of Object.entries(fields))
    if (kind === 'name') await engine.run(`create index if not exists shares_${f}_folded on shares_${f} (folded)`);
}

async function giantKeys(engine: Engine): Promise<ReadonlySet<string>> {
  const rows = await engine.rows<{ rule: number; block: string }>('select rule, block::varchar as block from giants');
  return new Set(rows.map(({ rule, block }) => `${String(rule)} ${block}`));
}

const textsOf = ({ fields }: LinkageSettings, values: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.keys(fields).map((f) => [f, values[f]?.trim() || null]));
const keyed = (texts: Readonly<Record<string, string | null>>) =>
  Object.fromEntries(Object.entries(texts).map(([f, text]) => [`${f}_text`, text]));

/** Hashes stay where they are: what they are made of follows from the name. */
const isFetched = (column: string) => !/_(sorted|ends|given|family|words|abbr)$/.test(column);

async function fetchRecords(engine: Engine, settings: LinkageSettings, rids: readonly number[]): Promise<Fetched[]> {
  const fields = Object.entries(settings.fields);
  const columns = fields.flatMap(([f, field]) => {
    const all = recordColumns(f, field);
    return field.kind === 'name' ? all.filter(isFetched) : all;
  });
  const rows = await engine.rows<Record<string, PlainRecord[string]> & { rid: number }>(
    `select rid, ${columnsOf(columns.map(name))} from records where rid in (${rids.join(', ')})`,
  );
  return rows.map(({ rid, ...own }) => {
    const parts = fields.map(([f, field]) =>
      field.kind === 'name' ? namePartsOf(f, field, (own[f] ?? null) as string | null) : {},
    );
    return { rid, record: Object.assign(own, ...parts) as PlainRecord };
  });
}

interface Details {
  readonly source: string;
  readonly key: string;
  readonly head: number;
  readonly texts: Readonly<Record<string, string | null>>;
}

async function fetchDetails(
  engine: Engine,
  { fields }: LinkageSettings,
  sources: ReadonlyMap<number, string>,
  wanted: readonly Weighed[],
): Promise<ReadonlyMap<number, Details>> {
  if (wanted.length === 0) return new Map();
  const among = `where rid in (${columnsOf(wanted.map(({ rid }) => String(rid)))})`;
  const texts = Object.keys(fields).map((f) => `${f}_text`);
  type Given = Record<string, string | null> & { rid: number; source: number; key: string };
  // One table a statement: only then the index is used.
  const given = await engine.rows<Given>(`select rid, source, key, ${columnsOf(texts)} from given ${among}`);
  const clustered = await engine.rows<{ rid: number; head: number }>(`select rid, head from clusters ${among}`);
  const heads = new Map(clustered.map(({ rid, head }) => [rid, head]));
  return new Map(
    given.map(({ rid, source, key, ...own }) => [
      rid,
      { source: sources.get(source) ?? '', key, head: heads.get(rid) ?? rid, texts: own },
    ]),
  );
}

function answerOf(ordered: LookupAnswer['candidates'], { match }: LinkageSettings['thresholds']): LookupAnswer {
  const candidates = ordered
    .filter(({ cluster }, i) => ordered.findIndex((one) => one.cluster === cluster) === i)
    .slice(0, MOST)
    .map((one) => ({
      ...one,
      verdict: one.total >= match && one.because === undefined ? ('link' as const) : ('review' as const),
    }));
  const [best] = candidates;
  return { verdict: best === undefined ? 'unknown' : best.verdict === 'link' ? 'known' : 'likely', candidates };
}

/** Fields by the names that people use for them: the field's own, or a header of its columns. */
export function fieldsOf({ fields }: LinkageSettings, said: Readonly<Record<string, string>>): Record<string, string> {
  const known = Object.entries(fields).flatMap(([f, field]) =>
    [f, ...field.columns].map((text) => [fold(text), f] as const),
  );
  const values: Record<string, string> = {};
  for (const [header, value] of Object.entries(said)) {
    const field = known.find(([text]) => text === fold(header))?.[1];
    if (field !== undefined) values[field] ??= value;
  }
  return values;
}
