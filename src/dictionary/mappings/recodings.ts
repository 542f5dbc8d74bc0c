/** Crosswalks that a mapping refers to, as tables: which codes have one certain counterpart, and which must be asked about. */
import type { Db } from '../../platform/db/db.ts';
import { Problem } from '../../platform/http/problem.ts';
import { recoderOf } from '../codes/recode-code.ts';
import * as codes from '../store/code.ts';
import { invert, readLink, type Link } from '../crosswalks/links.ts';
import { acrossLinks } from '../crosswalks/recode-across.ts';
import type { CodeListPlan, EntityPlan, Plan } from '../plan.ts';
import type { Mapping, MappingLine } from './model.ts';

/** Why a code of the source has no certain counterpart. */
export interface Unclear {
  /** A kind of link (`broader`, `narrower`, `split`, `part`), or why there is none (`unmapped`, `ended`, `day-needed`…). */
  readonly why: string;
  /** What it may be here; empty when nothing is known. */
  readonly candidates: readonly string[];
}

export interface Recoding {
  readonly certain: ReadonlyMap<string, string>;
  readonly unclear: ReadonlyMap<string, Unclear>;
}

/** By the place of the line; a line that is absent has no crosswalk to go by. */
export type Recodings = ReadonlyMap<number, Recoding>;

// Only these say that nothing is guessed: the whole of their code is ours, and ours alone or with others that are whole.
const CERTAIN = new Set(['same', 'merge']);

/** What every line with a crosswalk needs. @param today YYYY-MM-DD: our codes are those of this day */
export async function recodingsOf(db: Db, mapping: Mapping, entity: EntityPlan, today: string): Promise<Recodings> {
  const found = new Map<number, Recoding>();
  for (const [place, line] of mapping.lines.entries()) {
    const recoding = await recodingOf(db, line, { entity, today });
    if (recoding) found.set(place, recoding);
  }
  return found;
}

async function recodingOf(
  db: Db,
  { to, transform }: MappingLine,
  { entity, today }: { readonly entity: EntityPlan; readonly today: string },
): Promise<Recoding | undefined> {
  const target = entity.fields.find((field) => field.name === to)?.codeList?.list;
  if (transform?.kind !== 'crosswalk' || target === undefined) return undefined;
  const { list, on } = transform;
  try {
    const question = { list, from: on, to: today, ...(list !== target && { toList: target }) };
    const recoder = await recoderOf(db, question);
    return tableOf(await codes.codesOfList(db, list), recoder);
  } catch (error) {
    // Not there is said by the compiled mapping, at its line.
    if (error instanceof Problem && error.kind.status < 500) return undefined;
    throw error;
  }
}

/** The same on files: crosswalks that the plan itself has between the two lists. Days of one list need a node. */
export function planRecodings({ codeLists }: Pick<Plan, 'codeLists'>, mapping: Mapping, entity: EntityPlan): Recodings {
  const listOf = (code: string | undefined) => codeLists.find((one) => one.code === code);
  return new Map(
    mapping.lines.flatMap(({ to, transform }, place): [number, Recoding][] => {
      const target = listOf(entity.fields.find((field) => field.name === to)?.codeList?.list);
      const source = transform?.kind === 'crosswalk' ? listOf(transform.list) : undefined;
      const links = source && target ? linksBetween(source, target) : [];
      if (!source || links.length === 0) return [];
      const rows = source.items.map(({ code }) => ({ code }));
      const known = new Set(rows.map(({ code }) => code));
      const kindOf = (code: string) => (other: string) =>
        links.find((one) => one.from === code && one.to === other)?.kind;
      return [[place, tableOf(rows, { recode: acrossLinks(links, (code) => known.has(code)), kindOf })]];
    }),
  );
}

function linksBetween(from: CodeListPlan, to: CodeListPlan): readonly Link[] {
  const there = from.crosswalks?.find((one) => one.to === to.code)?.links.map(readLink);
  return there ?? invert((to.crosswalks?.find((one) => one.to === from.code)?.links ?? []).map(readLink));
}

type Recoder = Pick<Awaited<ReturnType<typeof recoderOf>>, 'recode' | 'kindOf'>;

function tableOf(rows: readonly { readonly code: string }[], { recode, kindOf }: Recoder): Recoding {
  const certain = new Map<string, string>();
  const unclear = new Map<string, Unclear>();
  for (const code of new Set(rows.map((row) => row.code))) {
    const { outcome, reason, targets, ended } = recode(code);
    const [only] = targets;
    const kind = only && (kindOf(code)(only.code) ?? (only.kind === 'whole' ? 'same' : 'part'));
    if (outcome === 'one' && only && ended.length === 0 && CERTAIN.has(kind ?? '')) certain.set(code, only.code);
    else {
      const why = targets.length > 1 || ended.length > 0 ? 'split' : (kind ?? reason ?? 'unmapped');
      unclear.set(code, { why, candidates: targets.map((one) => one.code) });
    }
  }
  return { certain, unclear };
}
