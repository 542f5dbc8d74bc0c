/** A prefilled template that comes back through the ordinary load: cells that were locked and say something else now. */
import Type from 'typebox';
import type { Context } from '../../platform/context.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Db } from '../../platform/db/db.ts';
import { id, sql } from '../../platform/db/sql.ts';
import {
  openRegister,
  relation,
  uploadBytes,
  workbookKeywords,
  type Comparison as Compared,
  type Finding,
  type StageRelation,
} from '../../records/index.ts';
import type { Comparison } from '../model.ts';
import { findPrefill, type PrefillRecord } from '../store/prefill.ts';

type Compare = (tx: Db, stage: StageRelation) => Promise<Compared>;

export interface Returned {
  readonly prefill: Pick<PrefillRecord, 'id' | 'at' | 'locked'>;
  /** Day on which it was made, where the node is. */
  readonly day: string;
}

/** The template that an upload is, when it was made for this register and this body; a copy of it is one too. */
export async function returnedTemplate(
  { db, profile }: Pick<Context, 'db' | 'profile'>,
  upload: { readonly id: string; readonly kind: Parameters<typeof workbookKeywords>[1] },
  home: { readonly register: string; readonly body: number },
): Promise<Returned | undefined> {
  const keywords = await workbookKeywords(await uploadBytes(db, upload.id), upload.kind);
  const mark = /\bprefill ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b/.exec(keywords ?? '')?.[1];
  const prefill = mark === undefined ? undefined : await findPrefill(db, mark);
  if (prefill?.register !== home.register || prefill.body !== home.body) return undefined;
  return { prefill, day: dayOf(new Date(prefill.at), profile.timeZone) };
}

/**
 * Says of every difference in a locked column whose it is: the cell was changed, or the source was, after the template was
 * made. Both stay what they are, a difference from the source; only the words differ.
 */
export function tellChanged({ prefill, day }: Returned, comparison: Comparison, compare: Compare): Compare {
  return async (tx, stage) => {
    const { findings, extra } = await compare(tx, stage);
    const isLocked = new Set(prefill.locked);
    const isOurs = (one: Finding) =>
      one.rule === 'differs-from-authority' && one.field !== null && isLocked.has(one.field);
    const rows = findings.filter(isOurs).map(({ row }) => row);
    const newer =
      rows.length === 0 ? new Set<number>() : await changedSince(tx, { stage, comparison, rows, at: prefill.at });
    const worded = findings.map((one): Finding => {
      if (!isOurs(one)) return one;
      const rule = newer.has(one.row) ? 'source-changed-since' : 'locked-cell-changed';
      return { ...one, rule, values: { ...one.values, day } };
    });
    const changed = worded.filter(({ rule }) => rule === 'locked-cell-changed').length;
    return { findings: worded, extra: { ...extra, prefill: { id: prefill.id, day, changed } } };
  };
}

interface Asked {
  readonly stage: StageRelation;
  readonly comparison: Comparison;
  readonly rows: readonly number[];
  readonly at: string;
}

/** Rows whose person the source has changed since. */
async function changedSince(tx: Db, { stage, comparison, rows, at }: Asked): Promise<Set<number>> {
  const source = await openRegister(tx, comparison.authority);
  const authority = relation(source, { scope: 'all', columns: [comparison.authorityKey] });
  const found = await tx.many(
    Type.Object({ row: Type.Integer() }),
    sql`select m.row_no as row from ${stage.rows} m
          join ${authority} a on a.${id(comparison.authorityKey)} = m.${id(comparison.keyField)}
          join platform.change_set c on c.id = a.change_set
         where m.row_no = any(${[...rows]}::integer[]) and coalesce(c.stamped_at, c.begun_at) > ${at}::timestamptz`,
  );
  return new Set(found.map(({ row }) => row));
}
