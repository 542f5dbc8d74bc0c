/** What codes of one day are called on another, or in another list, with names and the way there. */
import type { Db } from '../../platform/db/db.ts';
import { parseDay } from '../expression/civil.ts';
import type { RecodeAnswer, RecodedCodes } from '../contract.ts';
import { openAcross } from '../crosswalks/recode-to-list.ts';
import { problems } from '../problems.ts';
import { graphOf } from './graph-of.ts';
import type { Recoded, SuccessionGraph, Target } from './succession-graph.ts';

export interface RecodeQuestion {
  readonly list: string;
  readonly code: string;
  readonly from?: string | undefined;
  readonly to: string;
  /** Another list; `via`: the lists between, with commas. */
  readonly toList?: string | undefined;
  readonly via?: string | undefined;
}

export interface Recoder {
  readonly recode: (code: string) => Recoded;
  /** Of the codes that it answers with. */
  readonly target: SuccessionGraph;
  readonly kindOf: (code: string) => (target: string) => string | undefined;
}

const viaOf = (via: string | undefined) => via?.split(',').filter((part) => part !== '');

/** @throws problems.noSuchDay, codeListNotFound, crosswalkNotFound */
export async function recoderOf(db: Db, question: Omit<RecodeQuestion, 'code'>): Promise<Recoder> {
  const { list, from, to, toList, via } = question;
  for (const day of [from, to]) if (day !== undefined && parseDay(day) === null) throw problems.noSuchDay({ day });
  if (toList === undefined || toList === list) {
    const graph = await graphOf(db, list);
    return { recode: (code) => graph.recode(code, from, to), target: graph, kindOf: () => () => undefined };
  }
  const { recode, kinds, target } = await openAcross(db, { list, toList, via: viaOf(via), from, to });
  const kindOf = (code: string) => {
    const links = kinds(code);
    return (other: string) => links.find((link) => link.to === other)?.kind;
  };
  return { recode, target, kindOf };
}

/** @throws problems.noSuchDay, codeListNotFound, crosswalkNotFound */
export async function recodeCode(db: Db, question: RecodeQuestion): Promise<RecodeAnswer> {
  const { list, code, from, to, toList } = question;
  const { recode, target, kindOf } = await recoderOf(db, question);
  const { outcome, reason, targets, ended } = recode(code);
  // What ended is called as it was called last.
  const lastNamed = (one: Target) => ({ ...one, names: target.resolve(one.code, undefined).names ?? {} });
  const graph = await graphOf(db, list);
  return {
    list,
    ...(toList !== undefined && toList !== list && { toList }),
    code,
    from: from ?? null,
    to,
    outcome,
    ...(reason !== undefined && { reason }),
    targets: targets.map(namer(target, to, kindOf(code))),
    ended: ended.map(lastNamed),
    chain: [...graph.chain(code, from, to)],
  };
}

function namer(graph: SuccessionGraph, to: string, kindOf: (code: string) => string | undefined) {
  return (one: Target) => {
    const link = kindOf(one.code);
    return { ...one, names: graph.resolve(one.code, to).names ?? {}, ...(link !== undefined && { link }) };
  };
}

/** @throws problems.noSuchDay, codeListNotFound, crosswalkNotFound */
export async function recodeCodes(
  db: Db,
  { codes, ...question }: Omit<RecodeQuestion, 'code'> & { readonly codes: readonly string[] },
): Promise<RecodedCodes> {
  const { list, from, to, toList = list } = question;
  const { recode, target, kindOf } = await recoderOf(db, question);
  const items = [...new Set(codes)].map((code) => {
    const { outcome, reason, targets } = recode(code);
    const named = targets.map(namer(target, to, kindOf(code)));
    return { code, outcome, ...(reason !== undefined && { reason }), targets: named };
  });
  return { list, toList, from: from ?? null, to, items };
}
