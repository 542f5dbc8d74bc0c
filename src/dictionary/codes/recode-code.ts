/** What a code of one day is called on another, with names and the way there. */
import type { Db } from '../../platform/db/db.ts';
import { parseDay } from '../expression/civil.ts';
import type { RecodeAnswer } from '../contract.ts';
import { problems } from '../problems.ts';
import { graphOf } from './graph-of.ts';
import type { Target } from './succession-graph.ts';

export interface RecodeQuestion {
  readonly list: string;
  readonly code: string;
  readonly from?: string | undefined;
  readonly to: string;
}

/** @throws problems.noSuchDay, codeListNotFound */
export async function recodeCode(db: Db, { list, code, from, to }: RecodeQuestion): Promise<RecodeAnswer> {
  for (const day of [from, to]) if (day !== undefined && parseDay(day) === null) throw problems.noSuchDay({ day });
  const graph = await graphOf(db, list);
  const { outcome, reason, targets, ended } = graph.recode(code, from, to);
  const named = (one: Target) => ({ ...one, names: graph.resolve(one.code, to).names ?? {} });
  // What ended is called as it was called last.
  const lastNamed = (one: Target) => ({ ...one, names: graph.resolve(one.code, undefined).names ?? {} });
  return {
    list,
    code,
    from: from ?? null,
    to,
    outcome,
    ...(reason !== undefined && { reason }),
    targets: targets.map(named),
    ended: ended.map(lastNamed),
    chain: [...graph.chain(code, from, to)],
  };
}
