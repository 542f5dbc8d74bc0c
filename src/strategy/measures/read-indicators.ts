/** Indicators as screens and API show them: figure, band, completeness, verdict, and who is missing. */
import { findRegister, median } from '../../governance/index.ts';
import { workingCalendar } from '../../platform/calendar.ts';
import type { Caller } from '../../platform/caller.ts';
import { currentPosition } from '../../platform/changes/index.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import { reportingOf, type Reporting } from '../../quality/index.ts';
import type { IndicatorCard, IndicatorPage } from '../contract.ts';
import { bodySources, liveBodySources, liveSources, rememberSums, type ReadSums } from './measure-sources.ts';
import { judge, measureCount, measureShare, percent, type Figure, type Tally } from './measure.ts';
import { bodyNames, type NameBody } from '../name-bodies.ts';
import { problems } from '../problems.ts';
import { entityOf, sayMeasure } from './row-measure.ts';
import { scopeOf } from './scope-of-figures.ts';
import * as store from './store/indicator.ts';
import { allObjectives } from '../tasks/store/task.ts';

// Enough for a sparkline; the whole course stays in the table.
const TREND_POINTS = 40;

interface Reading {
  readonly context: Context;
  readonly name: NameBody;
  readonly today: string;
  readonly asOf: string;
  readonly scope: ReadonlySet<number> | 'all';
  readonly sums: ReadSums;
}

async function reading(context: Context, caller: Caller): Promise<Reading> {
  const { epoch, position } = await currentPosition(context.db);
  return {
    context,
    name: await bodyNames(context.db),
    today: dayOf(context.clock.now(), context.profile.timeZone),
    asOf: `${String(epoch)}/${String(position)}`,
    scope: await scopeOf(context, caller),
    sums: rememberSums(context),
  };
}

export async function listIndicators(context: Context, caller: Caller): Promise<IndicatorCard[]> {
  const how = await reading(context, caller);
  return Promise.all((await store.allIndicators(context.db)).map(async (record) => (await cardOf(record, how)).card));
}

/** Cards of these indicators only; one that is not there is left out. */
export async function cardsOf(context: Context, caller: Caller, codes: readonly string[]): Promise<IndicatorCard[]> {
  const records = (await store.allIndicators(context.db)).filter(({ code }) => codes.includes(code));
  if (records.length === 0) return [];
  const how = await reading(context, caller);
  return Promise.all(records.map(async (record) => (await cardOf(record, how)).card));
}

/** @throws problems.indicatorNotFound */
export async function readIndicator(context: Context, caller: Caller, code: string): Promise<IndicatorPage> {
  const record = await store.findIndicator(context.db, code);
  if (!record) throw problems.indicatorNotFound({ indicator: code });
  const how = await reading(context, caller);
  const { card, tallies } = await cardOf(record, how);
  const register = record.register === null ? undefined : await findRegister(context.db, record.register);
  const objective = (await allObjectives(context.db)).find((one) => one.code === record.objective);
  return {
    card,
    computedAt: context.clock.now().toISOString(),
    definition: record.definition,
    source: record.source,
    measure: await measureOf(context, record),
    register: record.register,
    registerNames: register?.names ?? null,
    objective: objective ? { code: objective.code, names: objective.names } : null,
    direction: record.direction,
    baseline: record.baseline,
    milestones: record.milestones,
    bodies: tallies.map((tally) => ({
      body: how.name(tally.body),
      value: valueOf(record, tally),
      numerator: tally.numerator,
      denominator: tally.denominator,
      expected: tally.expected,
      reported: tally.reported,
    })),
  };
}

async function measureOf(
  { db, words }: Context,
  { register, counts, among }: store.IndicatorRecord,
): Promise<IndicatorPage['measure']> {
  if (counts === null || register === null) return null;
  return sayMeasure({ counts, among }, await entityOf(db, register), words);
}

async function cardOf(
  record: store.IndicatorRecord,
  how: Reading,
): Promise<{ card: IndicatorCard; tallies: BodyTally[] }> {
  const reports =
    record.register === null
      ? []
      : (await reportingOf(how.context, record.register)).filter((one) => inScope(how, one.body));
  const tallies = await contributionsOf(record, reports, how);
  const figure = await figureOf(record, tallies, how);
  const milestone = record.milestones.find((one) => one.day >= how.today) ?? record.milestones.at(-1) ?? null;
  const card: IndicatorCard = {
    code: record.code,
    names: record.names,
    kind: record.kind,
    unit: record.unit,
    figure: { ...figure, asOf: how.asOf },
    verdict:
      record.kind === 'share'
        ? judge({ ...figure, share: figure.value }, milestone?.value ?? null, record.direction)
        : 'not-assessed',
    milestone,
    missingReports: record.kind === 'share' ? missing(reports, how) : [],
    words: record.words,
    secondsPerUnit: record.seconds_per_unit,
    owner: record.owner === null ? null : how.name(record.owner),
    trend: (await store.pointsOf(how.context.db, record.code, TREND_POINTS)).map((point) => ({
      at: point.at,
      value: record.kind === 'share' ? percent(point.numerator, point.denominator) : point.numerator,
    })),
  };
  return { card, tallies };
}

/** What each body in scope contributes: kept by the follower, read now, or nothing where the figure is of the node. */
async function contributionsOf(
  record: store.IndicatorRecord,
  reports: readonly Reporting[],
  how: Reading,
): Promise<BodyTally[]> {
  if (record.counts !== null || bodySources[record.source]) return talliesOf(record, reports, how);
  const lines = (await liveBodySources[record.source]?.(how.context, record.register, how.sums)) ?? [];
  const own = Map.groupBy(
    lines.filter(({ body }) => inScope(how, body)),
    ({ body }) => body,
  );
  return [...own].map(([body, of]) => ({
    body,
    numerator: of.reduce((sum, one) => sum + one.numerator, 0),
    denominator: of.reduce((sum, one) => sum + one.denominator, 0),
    expected: null,
    reported: true,
    values: of.flatMap(({ values }) => values ?? []),
  }));
}

/** A body's own figure, of the kind of the whole. */
function valueOf({ kind }: store.IndicatorRecord, { numerator, denominator, values }: BodyTally): number | null {
  if (kind === 'share' || kind === 'ratio') return percent(numerator, denominator);
  return kind === 'number' ? median(values ?? []) : numerator;
}

const inScope = ({ scope }: Reading, body: number) => scope === 'all' || scope.has(body);

/** Rows belong to branches, reports to those who answer for them: what lies below a reporter counts as its own. */
async function talliesOf(record: store.IndicatorRecord, reports: readonly Reporting[], how: Reading): Promise<Tally[]> {
  const rows = (await store.talliesOf(how.context.db, record.code)).filter((row) => inScope(how, row.body));
  const reporterOf = new Map(reports.flatMap((report) => report.tree.map((body) => [body, report.body] as const)));
  const sums = new Map<number, { numerator: number; denominator: number }>(
    reports.map((report) => [report.body, { numerator: 0, denominator: 0 }]),
  );
  for (const row of rows) {
    const reporter = reporterOf.get(row.body) ?? row.body;
    const sum = sums.get(reporter) ?? { numerator: 0, denominator: 0 };
    sums.set(reporter, { numerator: sum.numerator + row.numerator, denominator: sum.denominator + row.denominator });
  }
  const due = new Map(reports.map((report) => [report.body, report]));
  return [...sums].map(([body, sum]) => ({
    body,
    ...sum,
    expected: due.get(body)?.expected ?? null,
    reported: due.get(body)?.reported ?? true,
  }));
}

/** With the values of which a median is made. */
type BodyTally = Tally & { readonly values?: readonly number[] };

type ShownFigure = Omit<Figure, 'share'> & { readonly value: number | null };

async function figureOf(
  record: store.IndicatorRecord,
  tallies: readonly BodyTally[],
  how: Reading,
): Promise<ShownFigure> {
  if (record.kind === 'share') return shown(measureShare(tallies));
  if (record.kind === 'count') return { ...shown(measureCount(tallies)), value: measureCount(tallies).numerator };
  const empty = { expected: null, reported: 0, reporters: 0, low: null, high: null, missing: 0 };
  if (liveBodySources[record.source]) {
    const { numerator } = measureCount(tallies);
    const values = tallies.flatMap((tally) => tally.values ?? []);
    const all = { numerator, denominator: tallies.reduce((sum, one) => sum + one.denominator, 0) };
    return { ...empty, ...all, value: valueOf(record, { body: 0, expected: null, reported: true, ...all, values }) };
  }
  const live = await liveSources[record.source]?.(how.context);
  if (!live) return { ...empty, value: null, numerator: 0, denominator: 0 };
  const value = live.value === undefined ? percent(live.numerator, live.denominator) : live.value;
  return { ...empty, value, numerator: live.numerator, denominator: live.denominator };
}

function shown({ share, ...figure }: Figure): ShownFigure {
  return { ...figure, value: share };
}

function missing(reports: readonly Reporting[], how: Reading): IndicatorCard['missingReports'] {
  const calendar = workingCalendar(how.context.profile);
  return reports
    .filter((report) => !report.reported)
    .map((report) => ({
      body: how.name(report.body),
      expected: report.expected,
      due: report.due,
      workingDays: calendar.workingDaysBetween(how.today, report.due),
    }))
    .sort((a, b) => b.workingDays - a.workingDays);
}
