/** Imports what became of codes from a conversion table: the same file again changes nothing; faults are set apart. */
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import type { CodeSuccession } from '../plan.ts';
import { problems } from '../problems.ts';
import * as store from '../store/code.ts';
import { recordChange, takeChange, type Author } from '../write-change.ts';
import { conversionVocabulary } from './conversion-notes.ts';
import { buildNodes, EVER, LAST, type GraphCode } from './graph-nodes.ts';
import { graphCodes, stepsOf } from './graph-of.ts';
import { readConversion, type Conversion, type ConversionFinding, type ConversionStep } from './read-conversion.ts';
import type { Columns } from './read-rows.ts';

export interface SuccessionsRequest {
  readonly list: string;
  readonly text: string;
  readonly columns?: Columns | undefined;
  /** First day of the new codes, of rows that do not say. */
  readonly day?: string | undefined;
  readonly dryRun?: boolean | undefined;
}

export interface SuccessionsOutcome extends Pick<Conversion, 'read' | 'counts'> {
  readonly list: string;
  readonly added: number;
  readonly changed: number;
  readonly ended: number;
  readonly unchanged: number;
  /** Null when nothing changed, or for a dry run. */
  readonly changeSet: number | null;
  readonly findings: readonly ConversionFinding[];
}

/** @throws problems.codeListNotFound, listBelongsToRelease, and those of `readConversion` */
export async function importSuccessions(
  context: Context,
  request: SuccessionsRequest,
  by: Author,
): Promise<SuccessionsOutcome> {
  const vocabulary = conversionVocabulary(context.profile);
  return context.db.transaction(async (tx) => {
    const list = await store.lockList(tx, request.list);
    if (!list) throw problems.codeListNotFound({ list: request.list });
    if (list.kind === 'release') throw problems.listBelongsToRelease({ list: list.code });
    const { text, columns, day } = request;
    const conversion = readConversion(text, { vocabulary, columns, day, pattern: list.pattern });
    const held = holdAgainst(conversion.steps, await graphCodes(tx, list.code));
    const change = planSuccessions(await stepsOf(tx, list.code), held.steps, held.units);
    const findings = [...conversion.findings, ...held.findings, ...circlesOf(held.steps)];
    const counts = { added: change.added, changed: change.changed, ended: change.remove.length };
    const outcome = {
      list: list.code,
      read: conversion.read,
      counts: conversion.counts,
      ...counts,
      unchanged: held.steps.length - change.put.length,
      findings: findings.sort((a, b) => a.line - b.line),
    };
    if (request.dryRun || counts.added + counts.changed + counts.ended === 0) return { ...outcome, changeSet: null };
    const changeSet = await write(tx, list.code, change);
    const act = { kind: 'codes', action: 'dictionary.import-successions', subject: list.code, by } as const;
    await recordChange(context, tx, act, { changeSet, ...counts });
    return { ...outcome, changeSet };
  });
}

async function write(tx: Db, list: string, { remove, put }: SuccessionsChange): Promise<number> {
  const changeSet = await takeChange(tx);
  if (remove.length > 0) await store.removeSuccessions(tx, list, remove);
  if (put.length > 0) await store.putSuccessions(tx, list, put);
  await store.raiseEdition(tx, list, undefined);
  return changeSet;
}

const unitOf = ({ from, day }: Pick<CodeSuccession, 'from' | 'day'>) => `${from}\n${day}`;

/** A row speaks of a code that was in force before its day, and of one that is in force on it. */
function holdAgainst(steps: readonly ConversionStep[], codes: readonly GraphCode[]) {
  const periods = Map.groupBy(codes, (one) => one.code);
  const isKnown = (code: string, fits: (from: string, to: string) => boolean) =>
    periods.get(code)?.some((one) => fits(one.from ?? EVER, one.to ?? LAST)) ?? false;
  const findings: ConversionFinding[] = [];
  const broken = new Set<string>();
  const known = steps.filter((step) => {
    const { line, from, to, day } = step;
    const isFrom = isKnown(from, (first, end) => first < day && day <= end);
    const isTo = isKnown(to, (first, end) => first <= day && day < end);
    if (!isFrom) findings.push({ line, kind: 'unknown-code', value: from, apart: true });
    else if (!isTo) findings.push({ line, kind: 'unknown-successor', value: to, apart: true });
    if (!isFrom || !isTo) broken.add(unitOf(step));
    return isFrom && isTo;
  });
  const units = new Set(known.map(unitOf).filter((unit) => !broken.has(unit)));
  return { steps: known, findings, units };
}

interface SuccessionsChange {
  readonly put: readonly CodeSuccession[];
  readonly remove: readonly CodeSuccession[];
  readonly added: number;
  readonly changed: number;
}

/** @param units of which the file says everything: what it does not say of them is no longer so */
function planSuccessions(
  existing: readonly CodeSuccession[],
  steps: readonly CodeSuccession[],
  units: ReadonlySet<string>,
): SuccessionsChange {
  const keyOf = (step: CodeSuccession) => `${unitOf(step)}\n${step.to}`;
  const before = new Map(existing.map((step) => [keyOf(step), step]));
  const said = new Set(steps.map(keyOf));
  const isSame = (a: CodeSuccession | undefined, b: CodeSuccession) => a?.kind === b.kind && a.share === b.share;
  const put = steps.filter((step) => !isSame(before.get(keyOf(step)), step));
  const added = put.filter((step) => !before.has(keyOf(step))).length;
  const remove = existing.filter((step) => units.has(unitOf(step)) && !said.has(keyOf(step)));
  return { put, remove, added, changed: put.length - added };
}

function circlesOf(steps: readonly ConversionStep[]): readonly ConversionFinding[] {
  return buildNodes([], steps)
    .findings.filter((one) => one.kind === 'circle')
    .map(({ code, day }): ConversionFinding => {
      const step = steps.find((one) => one.from === code && one.day === day);
      return { line: step?.line ?? 0, kind: 'circle', value: code, apart: false };
    });
}
