/** "Is this person known?": one record that is not there yet, against all that are, in one statement prepared once. */
import { fold } from '../../platform/search/fold.ts';
import { comparedColumns } from './compare.ts';
import type { Engine } from './engine.ts';
import type { Weights } from './estimate.ts';
import { waterfallOf } from './explain.ts';
import type { Waterfall } from './model.ts';
import { normalisingRelations } from './normalise.ts';
import type { Linkage } from './run.ts';
import type { LinkageSettings } from './settings.ts';
import { columnsOf, name, word } from './write-sql.ts';

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

interface Found {
  readonly rid: number;
  readonly source: string;
  readonly key: string;
  readonly head: number;
  readonly pattern: number;
  readonly share: number | null;
  readonly conflict: boolean;
  readonly texts: readonly (string | null)[];
}
type Asked = Readonly<Record<string, string | null>>;

const MOST = 10;
/** Blocks together never bring more: a giant is left out. */
const MOST_COMPARED = 2000;

/** Prepares the question; what a run learnt (weights, words, frequencies) answers it. Ask one after the other. */
export async function openLookup({ engine, model }: Linkage): Promise<Lookup> {
  const { settings, weights } = model;
  const fields = Object.keys(settings.fields);
  const types = await engine.rows<{ column_name: string; column_type: string }>('describe records');
  const giants = new Set(
    (await engine.rows<{ rule: number; block: string }>('select rule, block::varchar as block from giants')).map(
      ({ rule, block }) => `${String(rule)} ${block}`,
    ),
  );
  await makeAsked(engine, fields);
  const put = await engine.prepare(
    `update ask_given set ${columnsOf(fields.map((f, i) => `${f}_text = nullif($${String(i + 1)}::varchar, '')`))}`,
  );
  const normalise = await engine.prepare(normaliseStatement(settings));
  const names = fields.filter((f) => settings.fields[f]?.kind === 'name');
  const shares = await Promise.all(
    names.map(async (f) => ({
      f,
      of: await engine.prepare(`select share from shares_${f} where folded = $1`),
      rarest: (await engine.rows<{ share: number }>(`select share from shares_${f} where folded is null`))[0]?.share,
    })),
  );
  const blocks = settings.blocks.map((_, i) => `block${String(i)}`);
  const search = await engine.prepare(
    blocks
      .map((block, i) => `select rid from records where ${block} = try_cast($${String(i + 1)} as ubigint)`)
      .join(' union all '),
  );
  const frozen = { settings, fields, types, weights };
  return {
    ask: async (values) => {
      await put(fields.map((f) => values[f]?.trim() ?? ''));
      const [record] = await normalise<Asked>([]);
      if (!record) return { verdict: 'unknown', candidates: [] };
      const asked: Record<string, string | null> = { ...record };
      for (const { f, of, rarest } of shares) {
        const [found] = asked[f] ? await of<{ share: number }>([asked[f]]) : [];
        asked[`${f}_share`] = String(found?.share ?? rarest ?? '') || null;
      }
      const keys = blocks.map((block, i) =>
        giants.has(`${String(i)} ${asked[block] ?? ''}`) ? '' : (asked[block] ?? ''),
      );
      const rids = [...new Set((await search<{ rid: number }>(keys)).map(({ rid }) => rid))].slice(0, MOST_COMPARED);
      if (rids.length === 0) return { verdict: 'unknown', candidates: [] };
      const rows = await engine.rows<Found>(compareStatement(frozen, asked, rids));
      return answerOf(seen(frozen, rows, values), settings.thresholds);
    },
  };
}

/**
 * A statement with parameters is planned at every call; one that reads a table of one row is planned once. But the plan believes what
 * the table has held (nulls, letters beyond ASCII, longest text), so it must have held everything once.
 */
async function makeAsked(engine: Engine, fields: readonly string[]): Promise<void> {
  const row = (text: string) => `(-1, 255, 0, '', ${columnsOf(fields.map(() => text))})`;
  const everything = ['null', "''", 'chr(1)', 'repeat(chr(1114111), 500)'].map(row);
  const columns = columnsOf(fields.map((f) => `${f}_text varchar`));
  await engine.run(
    `create or replace temp table ask_given (rid integer, source utinyint, batch integer, key varchar, ${columns})`,
  );
  await engine.run(`insert into ask_given values ${everything.join(', ')}`);
  await engine.run('delete from ask_given');
  await engine.run(`insert into ask_given values ${row('null')}`);
}

interface Frozen {
  readonly settings: LinkageSettings;
  readonly fields: readonly string[];
  readonly types: readonly { readonly column_name: string; readonly column_type: string }[];
  readonly weights: Weights | undefined;
}

/** The asked one as a record, every column as text. */
function normaliseStatement(settings: LinkageSettings): string {
  const relations = normalisingRelations(settings, { prefix: 'ask_', isFirst: false, isAsked: true });
  const steps = relations.map(({ table, select }) => `${table} as (${select})`);
  return `with ${steps.join(', ')} select columns(*)::varchar from ask_records`;
}

/** Against the records that a block brought: their number is small, and so is what is read. */
function compareStatement({ settings, fields, types }: Frozen, asked: Asked, rids: readonly number[]): string {
  const values = types.map(({ column_name, column_type }) => {
    const value = asked[column_name] ?? null;
    return `${value === null ? 'null' : word(value)}::${column_type} as ${name(column_name)}`;
  });
  const among = `in (${rids.join(', ')})`;
  return `select l.rid, s.name as source, l.key, coalesce(c.head, l.rid) as head, [${columnsOf(fields.map((f) => `g.${f}_text`))}] as texts, ${comparedColumns(settings)}
    from (from records where rid ${among}) l cross join (select ${columnsOf(values)}) r join (from given where rid ${among}) g on g.rid = l.rid
    join sources s on s.source = l.source left join (from clusters where rid ${among}) c on c.rid = l.rid`;
}

function seen({ settings, fields, weights }: Frozen, rows: readonly Found[], values: Readonly<Record<string, string>>) {
  if (!weights) return [];
  const asked = Object.fromEntries(fields.map((f) => [`${f}_text`, values[f] ?? null]));
  return rows.map((row) => ({
    ...waterfallOf(settings, weights, {
      left: row,
      right: { source: '', key: '' },
      compared: row,
      texts: [Object.fromEntries(fields.map((f, i) => [`${f}_text`, row.texts[i] ?? null])), asked],
      same: false,
      decided: undefined,
      waiting: undefined,
    }),
    cluster: row.head,
  }));
}

function answerOf(seen: LookupAnswer['candidates'], { match, review }: LinkageSettings['thresholds']): LookupAnswer {
  const ordered = seen.filter(({ total }) => total >= review).sort((x, y) => y.total - x.total);
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
