/** The story's figures as data, and every number of the tour derived from them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

export interface FileFigures {
  readonly withoutId: number;
  readonly differingNames: number;
  readonly differingBirthDates: number;
  readonly wrongIds: number;
  readonly impossibleDates: number;
  readonly doubles: number;
  readonly missingNames: number;
  readonly unknownAtSource: number;
  readonly formerCodes: Readonly<Record<string, number>>;
}

export interface Planted {
  readonly admittedAfterFull?: number;
  readonly underAge?: number;
  readonly closedBranch?: number;
  readonly stale?: number;
  readonly duplicatePairs?: number;
  readonly twinPairs?: number;
  readonly greyPairs?: number;
}

export interface Commune {
  readonly code: string;
  readonly name: string;
  readonly branches: number;
  readonly bases: number;
  readonly expected: number;
  readonly held?: number;
  readonly withoutId?: number;
  readonly differing?: number;
  readonly atSource?: number;
  readonly file?: FileFigures;
  readonly quarters?: { readonly before: number; readonly joined: number; readonly left: number };
  readonly planted?: Planted;
}

/** What she asks of those who keep data about her; days before D. */
export interface PersonRequest {
  readonly body: string;
  readonly account: string;
  readonly kind: 'view' | 'object';
  readonly reason: string;
  readonly purpose?: string;
  readonly daysAgo: number;
  readonly acknowledged?: { readonly daysAgo: number; readonly by: string; readonly words: string };
}

export interface PersonRead {
  readonly body: string;
  readonly account: string;
  readonly action: string;
  readonly purpose: string | null;
  readonly fields?: readonly string[];
}

export interface Figures {
  readonly seed: number;
  readonly population: number;
  readonly secondsPerCell: number;
  readonly milestone: { readonly baseline: number; readonly target: number };
  readonly communes: readonly Commune[];
  readonly reads: readonly {
    readonly register: string;
    readonly body: string;
    readonly action: string;
    readonly count: number;
  }[];
  /** The person whose window is opened, and who read of her. */
  readonly window: {
    readonly person: { readonly id: string; readonly name: string; readonly birth: string; readonly commune: string };
    readonly reads: readonly PersonRead[];
    readonly requests: readonly PersonRequest[];
  };
  readonly adoptions: readonly { readonly body: string; readonly newest: boolean }[];
  readonly cadres: {
    readonly rows: number;
    readonly members: number;
    readonly postsWithoutEnd: number;
    readonly differingTheory: number;
    readonly wrongKeys: number;
  };
  readonly documents: {
    readonly rows: number;
    readonly oldNumbers: number;
    readonly doubleNumbers: number;
    readonly refusedForSecrecy: number;
  };
  readonly petitions: { readonly rows: number; readonly overdue: number; readonly suppressedCells: number };
}

export const readFigures = (): Figures =>
  parse(readFileSync(join(import.meta.dirname, '../story.yaml'), 'utf8')) as Figures;

/** What the KPI card must show at one moment. Percentages have one decimal, half up. */
export interface KpiState {
  readonly records: number;
  readonly verified: number;
  readonly share: number;
  readonly reported: number;
  readonly low: number;
  readonly high: number;
  readonly verdict: 'on-track' | 'off-track' | 'not-enough-basis';
  readonly cells: number;
}

export interface Expectations {
  readonly start: KpiState;
  readonly firstLoad: KpiState;
  readonly mended: KpiState;
  readonly expected: number;
  readonly bodiesReporting: number;
  /** The officer's file, kind by kind. */
  readonly file: {
    readonly lines: number;
    readonly ready: number;
    readonly toReview: number;
    readonly corrections: number;
    readonly formerCodes: number;
    readonly settledBySource: number;
    readonly withoutId: number;
    readonly cells: number;
    readonly hours: number;
  };
  readonly mendedFile: { readonly lines: number; readonly stored: number; readonly waiting: number };
  readonly shares: Readonly<Record<string, number>>;
}

// Six of the list's columns are held by the population register: name, birth date, sex, ethnic group, origin, residence.
const HELD_COLUMNS = 6;
const SPLIT_COMMUNE = '99106';

interface Tally {
  readonly held: number;
  readonly verified: number;
  readonly found: number;
}

const percent = (part: number, whole: number) => Math.round((part / whole) * 1000 + 1e-9) / 10;

/** The officer's file read as numbers: what is stored, what waits, what is found at the source. */
export function tallyFile(commune: Commune) {
  const file = commune.file as FileFigures;
  const toReview = file.wrongIds + file.impossibleDates + file.doubles + file.missingNames + file.unknownAtSource;
  const lines = commune.expected + file.doubles;
  const ready = lines - toReview;
  const corrections = file.differingNames + file.differingBirthDates;
  const found = ready - file.withoutId;
  const mended = file.wrongIds + file.impossibleDates + file.missingNames;
  return { lines, ready, toReview, corrections, found, verified: found - corrections, mended };
}

/** Every number of DEMO's table, computed. */
export function expectations(figures: Figures): Expectations {
  const expected = figures.communes.reduce((sum, commune) => sum + commune.expected, 0);
  const reporting = figures.communes.filter((commune) => commune.held !== undefined);
  const start = reporting.map(heldTally).reduce(add, { held: 0, verified: 0, found: 0 });
  const officer = figures.communes.find((commune) => commune.file) as Commune;
  const file = tallyFile(officer);
  const first = add(start, { held: file.ready, verified: file.verified, found: file.found });
  const mended = add(first, { held: file.mended, verified: file.mended, found: file.mended });
  const kpi = (tally: Tally, reported: number) =>
    kpiState(tally, { expected, reported, target: figures.milestone.target });
  const cells = file.found * HELD_COLUMNS;
  const former = (officer.file as FileFigures).formerCodes;
  return {
    expected,
    bodiesReporting: figures.communes.length,
    start: kpi(start, reporting.length),
    firstLoad: kpi(first, reporting.length + 1),
    mended: kpi(mended, reporting.length + 1),
    file: {
      lines: file.lines,
      ready: file.ready,
      toReview: file.toReview,
      corrections: file.corrections,
      formerCodes: Object.values(former).reduce((sum, n) => sum + n, 0),
      settledBySource: former[SPLIT_COMMUNE] ?? 0,
      withoutId: (officer.file as FileFigures).withoutId,
      cells,
      hours: Math.round((cells * figures.secondsPerCell) / 360 + 1e-9) / 10,
    },
    mendedFile: {
      lines: file.mended + (officer.file as FileFigures).unknownAtSource,
      stored: file.mended,
      waiting: (officer.file as FileFigures).unknownAtSource,
    },
    shares: Object.fromEntries(
      reporting.map((commune) => [commune.code, percent(heldTally(commune).verified, heldTally(commune).held)]),
    ),
  };
}

function heldTally(commune: Commune): Tally {
  const held = commune.held ?? 0;
  const found = held - (commune.withoutId ?? 0);
  return { held, found, verified: found - (commune.differing ?? 0) };
}

const add = (a: Tally, b: Tally): Tally => ({
  held: a.held + b.held,
  verified: a.verified + b.verified,
  found: a.found + b.found,
});

function kpiState(tally: Tally, basis: { expected: number; reported: number; target: number }): KpiState {
  const low = percent(tally.verified, basis.expected);
  const high = percent(tally.verified + basis.expected - tally.held, basis.expected);
  const verdict = high < basis.target ? 'off-track' : low >= basis.target ? 'on-track' : 'not-enough-basis';
  return {
    records: tally.held,
    verified: tally.verified,
    share: percent(tally.verified, tally.held),
    reported: basis.reported,
    low,
    high,
    verdict,
    cells: tally.found * HELD_COLUMNS,
  };
}
