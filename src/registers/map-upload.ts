/** A file in a local system's own layout: its columns by the names that the mapping knows, its rows made into the register's. */
import {
  faultOf,
  missRule,
  openMapping,
  type EntityPlan,
  type OpenedMapping,
  type PlanSettings,
} from '../dictionary/index.ts';
import type { Caller } from '../platform/caller.ts';
import { dayOf } from '../platform/clock.ts';
import type { Context } from '../platform/context.ts';
import type { ColumnMapping, RowMapper } from '../records/index.ts';
import { problems } from './problems.ts';

export interface MappedUpload {
  readonly columns: readonly ColumnMapping[];
  readonly mapper: RowMapper;
}

/** Headers as mappings write them: NFC, one space for many. */
const plain = (header: string) => header.normalize('NFC').replace(/\s+/g, ' ').trim();

/**
 * The mapping that was chosen for a load; undefined when none was. One that is wrong at a line is not used in part: what its other lines leave
 * empty would be stored as missing.
 * @throws problems.mappingUnsound, dictionary problems.mappingNotFound, problems.mappingOfAnother
 */
export async function chooseMapping(
  { db, clock, profile, words }: Context,
  caller: Pick<Caller, 'language'>,
  { code, entity, settings }: { code: string | undefined; entity: EntityPlan; settings: PlanSettings },
): Promise<OpenedMapping | undefined> {
  if (code === undefined) return undefined;
  const opened = await openMapping(db, code, { entity, settings, today: dayOf(clock.now(), profile.timeZone) });
  const t = words.translator(caller.language);
  const findings = opened.compiled.findings
    .filter((one) => one.severity === 'error')
    .map((one) => faultOf(one, t).message);
  if (findings.length > 0) throw problems.mappingUnsound({ mapping: code, findings, said: findings.join('; ') });
  return opened;
}

/** How well headers fit a mapping: the share of the fields it reads that are there. */
export const fitOf = ({ compiled }: OpenedMapping, headers: readonly string[]): number => {
  const there = new Set(headers.map(plain));
  return compiled.read.size === 0
    ? 0
    : [...compiled.read].filter((name) => there.has(name)).length / compiled.read.size;
};

/** @throws problems.mappingNotOfFile with the columns that the file lacks */
export function layMapping({ mapping, compiled }: OpenedMapping, headers: readonly string[]): MappedUpload {
  const places = new Map(headers.map((header, i) => [plain(header), i] as const).toReversed());
  const missing = [...compiled.read].filter((name) => !places.has(name));
  if (missing.length > 0) {
    throw problems.mappingNotOfFile({ mapping: mapping.code, columns: missing, said: missing.join(', ') });
  }
  const filled = [...compiled.sources].map(([field, sources]): ColumnMapping => {
    const column = places.get(sources[0] ?? '') ?? -1;
    return { column, header: headers[column] ?? '', field };
  });
  const unread = headers
    .map((header, column): ColumnMapping => ({ column, header, field: null }))
    .filter(({ header }) => !compiled.read.has(plain(header)));
  return { columns: [...filled, ...unread], mapper: mapperOf(compiled, places) };
}

function mapperOf({ apply, read, sources }: OpenedMapping['compiled'], places: ReadonlyMap<string, number>): RowMapper {
  const wanted = [...read].map((name) => [name, places.get(name) ?? -1] as const);
  return (row) => {
    const source = Object.fromEntries(wanted.map(([name, at]) => [name, row.cells[at] ?? '']));
    const { cells, misses } = apply(source);
    return {
      cells,
      misses: misses.map((miss) => {
        const { rule, params } = missRule(miss);
        return {
          field: miss.field,
          kind: 'mapping',
          catalogue: 'mapping',
          rule,
          value: miss.value,
          values: { codes: params.codes },
          candidates: miss.unclear && miss.unclear.candidates.length > 1 ? miss.unclear.candidates : null,
        };
      }),
      written: (field) => {
        const cellsOf = (sources.get(field) ?? []).map((name) => source[name] ?? '').filter((cell) => cell !== '');
        return cellsOf.length === 0 ? undefined : cellsOf.join(' · ');
      },
    };
  };
}
