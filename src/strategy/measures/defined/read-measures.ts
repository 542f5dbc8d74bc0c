/** Measures as API and terminal show them: summed up over what the caller may see, without small cells. */
import { readCondition, readNumber, sayCondition } from '../../../dictionary/index.ts';
import { findRegister } from '../../../governance/index.ts';
import type { Caller } from '../../../platform/caller.ts';
import type { Context } from '../../../platform/context.ts';
import { reportingOf } from '../../../quality/index.ts';
import { problems } from '../../problems.ts';
import { scopeOf } from '../scope-of-figures.ts';
import { behind, figureOf, type MeasureDefinition, type Sums } from './definition.ts';
import { checkCells } from './check-cells.ts';
import type { MeasurePage, MeasureRow } from './measure-contract.ts';
import { tableOf } from './open-measure.ts';
import * as cells from './store/cell.ts';
import * as store from './store/measure.ts';
import { LEAST_ROWS, withhold } from './withhold.ts';

// Enough for a year of days.
const DAYS = 370;

export async function listMeasures(context: Context, caller: Caller): Promise<MeasureRow[]> {
  const scope = await scopeOf(context, caller);
  const all = await store.allMeasures(context.db);
  return Promise.all(all.map(async (one) => (await summed(context, one, scope)).row));
}

/** @throws problems.measureNotFound */
export async function readMeasure(context: Context, caller: Caller, code: string): Promise<MeasurePage> {
  const { db } = context;
  const found = await findOrRefuse(context, code);
  const scope = await scopeOf(context, caller);
  const { row, groups, least } = await summed(context, found, scope);
  const reports = (await reportingOf(context, found.register)).filter(({ body }) => scope === 'all' || scope.has(body));
  const days = scope === 'all' ? await cells.daysOf(db, code, DAYS) : [];
  return {
    measure: row,
    definition: found.definition,
    said: await saidOf(context, found.definition),
    reported:
      reports.length === 0
        ? null
        : { reported: reports.filter((one) => one.reported).length, reporters: reports.length },
    leastRows: least,
    groups,
    days: days.map(({ day, ...sums }) => ({ day, value: told(found.definition, sums, least) })),
    versions: (await store.versionsOf(db, code)).map(({ version, reason, account, at }) => ({
      ...{ version, reason, account, at },
    })),
  };
}

/** @throws problems.measureNotFound */
export async function checkMeasure(context: Context, code: string): Promise<{ groups: number; differ: number }> {
  const measure = await findOrRefuse(context, code);
  const differ = (await checkCells(context, measure)).length;
  return { groups: (await cells.cellsOf(context.db, code)).length, differ };
}

async function findOrRefuse({ db }: Context, code: string): Promise<store.MeasureRecord> {
  const found = await store.findMeasure(db, code);
  if (!found) throw problems.measureNotFound({ measure: code });
  return found;
}

/** Figures about people are told of so many rows at least; of other things, of any. */
async function leastOf({ db }: Context, register: string): Promise<number> {
  const labels = (await findRegister(db, register))?.labels;
  return labels?.personal === 'none' ? 1 : LEAST_ROWS;
}

async function summed(context: Context, one: store.MeasureRecord, scope: ReadonlySet<number> | 'all') {
  const { code, definition, register, fault, version } = one;
  const own = (await cells.cellsOf(context.db, code)).filter(({ body }) => scope === 'all' || scope.has(body));
  const least = await leastOf(context, register);
  const byKey = [...Map.groupBy(own, ({ key }) => JSON.stringify(key))].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const sums = byKey.map(([, of]) => addUp(of));
  const hidden = withhold(
    sums.map((of) => behind(definition, of)),
    least,
  );
  const groups = byKey.map(([key], i) => {
    const of = sums[i] as Sums;
    const withheld = hidden.has(i);
    return {
      key: JSON.parse(key) as string[],
      value: withheld ? null : figureOf(definition, of),
      rows: withheld ? null : behind(definition, of),
      withheld,
    };
  });
  const all = addUp(own);
  const rows = behind(definition, all);
  const value = told(definition, all, least);
  const isSmall = rows > 0 && rows < least;
  const row = { code, names: definition.names, register, figure: definition.figure, value, fault, version };
  return { row: { ...row, rows: isSmall ? null : rows }, groups, least };
}

function told(definition: MeasureDefinition, sums: Sums, least: number): number | null {
  const rows = behind(definition, sums);
  return rows > 0 && rows < least ? null : figureOf(definition, sums);
}

function addUp(all: readonly Sums[]): Sums {
  const add = (of: (one: Sums) => number) => all.reduce((sum, one) => sum + of(one), 0);
  const bounds = (of: (one: Sums) => string | null) =>
    all.flatMap((one) => (of(one) === null ? [] : [Number(of(one))]));
  const [lows, highs] = [bounds(({ low }) => low), bounds(({ high }) => high)];
  return {
    n: add(({ n }) => n),
    hits: add(({ hits }) => hits),
    valued: add(({ valued }) => valued),
    total: String(add(({ total }) => Number(total))),
    low: lows.length === 0 ? null : String(Math.min(...lows)),
    high: highs.length === 0 ? null : String(Math.max(...highs)),
  };
}

async function saidOf({ db, words }: Context, definition: MeasureDefinition): Promise<MeasurePage['said']> {
  const entity = (await tableOf(db, definition.register))?.entity;
  return (['value', 'counts', 'among'] as const).flatMap((part) => {
    const expression = definition[part];
    if (expression === undefined) return [];
    const read = entity && (part === 'value' ? readNumber : readCondition)(expression, entity);
    const said =
      read && 'condition' in read
        ? sayCondition(read.condition, entity, words)
        : Object.fromEntries(words.languages.map((language) => [language, expression]));
    return [{ part, expression, words: said }];
  });
}
