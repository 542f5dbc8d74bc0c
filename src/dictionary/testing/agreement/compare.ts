/** Holds what the targets say against docs/semantics.md, and counts what was compared. */
import type { FieldPlan } from '../../plan.ts';
import type { Case, Judge } from './judge.ts';
import { brokenRules, isFalse, type Broken } from './oracle.ts';
import { rules, type Promised, type Rule, type Target } from './rules.ts';

export interface Disagreement {
  readonly target: Target;
  readonly expected: 'refused' | 'taken';
  readonly broken: readonly Rule[];
  readonly field: FieldPlan;
  readonly value: unknown;
}

export interface Tally {
  /** Values that at least one target was asked about. */
  instances: number;
  /** How many of them each target was asked about. */
  readonly asked: Map<Target, number>;
  readonly disagreements: Disagreement[];
  /** `sql length bad` → how many values broke this rule alone and were refused for it; `… good`: had the rule and kept it. */
  readonly seen: Map<string, number>;
}

export const newTally = (): Tally => ({ instances: 0, asked: new Map(), disagreements: [], seen: new Map() });

type Judges = Readonly<Partial<Record<Target, Judge>>>;

/** What a target must say of a value that breaks these rules; undefined where the page promises nothing. */
function expectation(broken: Broken, says: Promised[Target]): 'refused' | 'taken' | undefined {
  const said = [...broken].map((rule) => says[rule]);
  if (said.includes('yes')) return 'refused';
  return said.includes('part') ? undefined : 'taken';
}

export function compareCase(one: Case, judges: Judges, promise: Promised, tally: Tally): void {
  const { plan, entity, rows } = one;
  rows.forEach((row, r) => {
    const broken = new Map(entity.fields.map((field) => [field.name, brokenRules(plan, field, row)]));
    for (const field of entity.fields) {
      if (!readsGood(field, broken)) continue;
      tally.instances += 1;
      const own = broken.get(field.name) as Broken;
      for (const [target, judge] of Object.entries(judges) as [Target, Judge][]) {
        const expected = expectation(own, promise[target]);
        const verdict = judge(r, field);
        if (expected === undefined || verdict === 'unseen') continue;
        tally.asked.set(target, (tally.asked.get(target) ?? 0) + 1);
        note(tally, target, { field, own, isThere: row[field.name] !== null && row[field.name] !== undefined });
        if (verdict === expected) continue;
        tally.disagreements.push({ target, expected, broken: [...own], field, value: row[field.name] });
      }
    }
  });
}

/** Rules across fields, where every field they read is good: the load, the queries and the page say the same. */
export function compareChecks(
  { plan, entity, rows }: Case,
  judged: Readonly<Record<'load' | 'sql', readonly ReadonlySet<string>[]>>,
  tally: Tally,
): void {
  rows.forEach((row, r) => {
    for (const { name, fields } of entity.checks) {
      const read = entity.fields.filter((field) => fields.includes(field.name));
      if (read.some((field) => brokenRules(plan, field, row).size > 0)) continue;
      tally.instances += 1;
      const [isBroken, [field]] = [isFalse(name, row), read];
      for (const target of ['load', 'sql'] as const) {
        count(tally, `${target} check ${isBroken ? 'bad' : 'good'}`);
        if (judged[target][r]?.has(name) === isBroken || !field) continue;
        const verdict = isBroken ? 'refused' : 'taken';
        tally.disagreements.push({ target, expected: verdict, broken: ['check'], field, value: row });
      }
    }
  });
}

const count = ({ seen }: Tally, key: string) => seen.set(key, (seen.get(key) ?? 0) + 1);

/** A code of the day of an event, and a value needed in a case, are judged where what they depend on is good. */
function readsGood({ codeList, condition }: FieldPlan, broken: ReadonlyMap<string, Broken>): boolean {
  const isGood = (name: string | undefined) => name === undefined || broken.get(name)?.size === 0;
  return isGood(codeList?.dateField) && (condition === undefined || isGood('flag'));
}

interface Noted {
  readonly field: FieldPlan;
  readonly own: Broken;
  readonly isThere: boolean;
}

function note(tally: Tally, target: Target, { field, own, isThere }: Noted): void {
  const [only] = own;
  if (own.size === 1 && only) count(tally, `${target} ${only} bad`);
  if (own.size === 0 && isThere) for (const rule of rulesOf(field)) count(tally, `${target} ${rule} good`);
}

/** The rules that a field has. */
function rulesOf(field: FieldPlan): readonly Rule[] {
  const { dataType, required, condition, pattern, maxLength, range, codeList, normalise } = field;
  const isWord = ['string', 'text', 'identifier', 'reference'].includes(dataType);
  const bounds = [range?.min, range?.max].filter((bound) => bound !== undefined);
  const has: Readonly<Record<Rule, boolean>> = {
    required,
    condition: condition !== undefined,
    kind: true,
    empty: isWord || dataType === 'code',
    unicode: isWord,
    stored: isWord,
    case: isWord && (normalise.includes('upper') || normalise.includes('lower')),
    notation: ['integer', 'decimal', 'date', 'datetime'].includes(dataType),
    calendar: ['date', 'partialDate', 'datetime'].includes(dataType),
    length: isWord && maxLength !== undefined,
    pattern: pattern !== undefined,
    digits: dataType === 'decimal',
    range: bounds.some((bound) => bound !== 'today') || dataType === 'integer',
    today: bounds.includes('today'),
    enum: codeList?.rule === 'today' && codeList.list === 'FEW',
    code: codeList !== undefined && !(codeList.rule === 'today' && codeList.list === 'FEW'),
    check: false,
  };
  return rules.filter((rule) => has[rule]);
}

/** Rules that a target promises to hold and of which it saw no bad value, or no good one: a check that could not fail. */
export function unproven(tally: Tally, judged: readonly Target[], promise: Promised): string[] {
  return judged.flatMap((target) =>
    rules
      .filter((rule) => promise[target][rule] === 'yes')
      .flatMap((rule) => ['good', 'bad'].map((side) => `${target} ${rule} ${side}`))
      .filter((key) => (tally.seen.get(key) ?? 0) === 0),
  );
}

/** The first few of each sort, short enough to read. */
export function summary({ disagreements }: Tally): string[] {
  const sorts = Map.groupBy(disagreements, (one) =>
    [one.target, one.expected, ...one.broken, one.field.dataType].join(' '),
  );
  return [...sorts].map(([sort, all]) => {
    const shown = all.slice(0, 3).map(({ field, value }) => {
      const { name, pattern, minLength, maxLength, range, precision, scale, normalise } = field;
      return JSON.stringify({
        value,
        field: { name, pattern, minLength, maxLength, range, precision, scale, normalise },
      });
    });
    return `${sort} must be so, ${String(all.length)} times: ${shown.join(' ')}`;
  });
}
