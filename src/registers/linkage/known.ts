/** What a run learnt, and what the dictionary says of places, read into the process: what `read-record.ts` goes by. */
import type { Engine } from '../../platform/analysis/engine.ts';
import type { Known } from './read-record.ts';
import type { FieldSettings, LinkageSettings } from './settings.ts';

const fieldsOfKind = ({ fields }: LinkageSettings, kind: FieldSettings['kind']) =>
  Object.entries(fields).flatMap(([f, field]) => (field.kind === kind ? [f] : []));

export async function readKnown(engine: Engine, settings: LinkageSettings): Promise<Known> {
  const words: Record<string, ReadonlySet<string>> = {};
  for (const f of fieldsOfKind(settings, 'name')) {
    const rows = await engine.rows<{ word: string }>(`select word from words_${f}`);
    words[f] = new Set(rows.map(({ word }) => word));
  }
  const places: Record<string, ReadonlyMap<string, readonly string[]>> = {};
  for (const f of fieldsOfKind(settings, 'place')) {
    const rows = await engine.rows<{ written: string; today: readonly string[] }>(
      `select written, today from places_${f}`,
    );
    places[f] = new Map(rows.map(({ written, today }) => [written, today]));
  }
  return { words, places };
}

/** How frequent a name is; who is there once is as rare as can be. */
export type ShareOf = (f: string, folded: string) => Promise<number | null>;

export async function shareReader(engine: Engine, settings: LinkageSettings): Promise<ShareOf> {
  const askers = new Map<string, { of: Awaited<ReturnType<Engine['prepare']>>; rarest: number | null }>();
  for (const f of fieldsOfKind(settings, 'name')) {
    const of = await engine.prepare(`select share from shares_${f} where folded = $1`);
    const [least] = await engine.rows<{ share: number }>(`select share from shares_${f} where folded is null`);
    askers.set(f, { of, rarest: least?.share ?? null });
  }
  return async (f, folded) => {
    const asker = askers.get(f);
    const [found] = (await asker?.of<{ share: number }>([folded])) ?? [];
    return found?.share ?? asker?.rarest ?? null;
  };
}
