/** One set of values against records, in the process: nothing is planned, and nothing is kept but what was learnt. */
import type { Db } from '../../platform/db/db.ts';
import { blockKeysStatement } from '../linkage/block-keys.ts';
import { recordComparer } from '../linkage/compare-records.ts';
import { openEngine, type Engine } from '../../platform/analysis/engine.ts';
import { placesWritten } from '../linkage/places.ts';
import { recordReader, type PlainRecord } from '../linkage/read-record.ts';
import { scorePattern, totalOf } from '../linkage/score.ts';
import { blockKey } from './linker.ts';
import type { FoundLink, GivenRow, Learnt, LinkedEntity } from './model.ts';
import * as store from './store/link.ts';

export interface Asker {
  /** @returns keys of the blocks it would stand in */
  keysOf(row: GivenRow): Promise<string[]>;
  /** Every record that is worth a look, with what it weighs. */
  compare(asked: GivenRow, others: readonly GivenRow[]): FoundLink[];
}

const kept = new WeakMap<LinkedEntity, { readonly madeAt: string; readonly asker: Promise<Asker> }>();

/** With what was learnt last. @returns nothing before anything was linked */
export async function askerOf(db: Db, of: LinkedEntity): Promise<Asker | undefined> {
  const edition = await store.findModelEdition(db, of.entity);
  if (!edition) return undefined;
  const known = kept.get(of);
  if (known?.madeAt === edition.madeAt) return known.asker;
  const asker = makeAsker(db, of);
  kept.set(of, { madeAt: edition.madeAt, asker });
  // What could not be read is read again by who asks next.
  asker.catch(() => kept.delete(of));
  return asker;
}

let hashing: Promise<Engine> | undefined;
/** Hashes are the engine's own; it holds no table. */
const hasher = () => (hashing ??= openEngine({ threads: 1, memoryMb: 64 }));

async function makeAsker(db: Db, of: LinkedEntity): Promise<Asker> {
  const found = await store.findModel(db, of.entity);
  if (!found) throw new TypeError('nothing was learnt yet');
  const read = readerOf(of, found.model);
  const compare = recordComparer(of.settings);
  const { weights } = found.model;
  const { review } = of.settings.thresholds;
  return {
    keysOf: async (row) => {
      const engine = await hasher();
      const blocks = blockKeysStatement(of.settings, read(row));
      const keys = of.settings.blocks.map(
        (_, i) =>
          `case when block${String(i)} is not null then ${blockKey(i, `block${String(i)}::ubigint`)}::varchar end`,
      );
      const [found] = await engine.rows<{ keys: readonly (string | null)[] }>(
        `select [${keys.join(', ')}] as keys from (${blocks})`,
      );
      return (found?.keys ?? []).flatMap((key) => key ?? []);
    },
    compare: (asked, others) => {
      const right = read(asked);
      return others.flatMap((row): FoundLink[] => {
        const { pattern, share, conflict } = compare(read(row), right);
        const weight = totalOf(of.settings, weights, { pattern, share });
        const { apart } = scorePattern(of.settings, weights, pattern);
        const because = of.settings.guards.apart?.[apart - 1]?.because ?? null;
        const link = { left: asked.record, right: row.record, pattern, weight, conflict, apart: because };
        return weight < review ? [] : [link];
      });
    },
  };
}

function readerOf(
  { settings, places }: LinkedEntity,
  { words, shares, least }: Learnt,
): (row: GivenRow) => PlainRecord {
  const fields = Object.entries(settings.fields);
  const read = recordReader(settings, {
    words: Object.fromEntries(Object.entries(words).map(([f, own]) => [f, new Set(own)])),
    places: Object.fromEntries(
      fields.flatMap(([f, field]) => (field.kind === 'place' ? [[f, placesWritten(places[field.list ?? ''])]] : [])),
    ),
  });
  const frequent = fields.flatMap(([f, { kind }]) =>
    kind === 'name' ? [{ f, of: new Map(shares[f] ?? []), rarest: least[f] ?? 1 }] : [],
  );
  return ({ texts }) => {
    const record = read(texts);
    const own = frequent.map(({ f, of, rarest }) => {
      const folded = record[f];
      return [`${f}_share`, typeof folded === 'string' ? (of.get(folded) ?? rarest) : null];
    });
    return { ...record, ...(Object.fromEntries(own) as PlainRecord) };
  };
}
