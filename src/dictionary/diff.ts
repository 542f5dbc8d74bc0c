/** Two plans: what changed, and whether those who use the old one go on working. */
import { canonical } from './canonical.ts';
import { ruleOf, type Rule } from './change-rules.ts';
import { codesUnexplained, keepsVersion } from './crosswalks/unexplained-codes.ts';
import { detailChanges } from './diff-details.ts';
import { isSame } from './same.ts';
import { findRenames, type Renaming } from './renames.ts';
import type { CodeItemPlan, CodeListPlan, EntityPlan, FieldPlan, ElementPlan, Plan } from './plan.ts';
import type { Texts } from '../platform/texts.ts';

export interface Change {
  readonly verdict: 'compatible' | 'breaking';
  /** `field.removed`, `element.narrowed`…; words under `changes.<reason>` of the catalogue. */
  readonly reason: string;
  /** Why it is compatible or breaking; words under `change-rules.<rule>`. */
  readonly rule: Rule;
  /** `DTD.DV.004`, `party_member`, `party_member.admitted_on`, `SEX`, `SEX/1`. */
  readonly subject: string;
  readonly names: Texts;
  readonly before?: string;
  readonly after?: string;
}

export interface Difference {
  readonly verdict: 'compatible' | 'breaking';
  readonly changes: readonly Change[];
  /** What was removed and added may be one thing under another name: for people to decide, the verdict stays. */
  readonly renames: readonly Renaming[];
}

/** Breaking: a value, a column or a code that was right before may be refused or gone after. */
export function diffPlans(before: Plan, after: Plan): Difference {
  const changes = [
    ...pairs(before.elements, after.elements, (one) => one.code).flatMap(elementChanges),
    ...pairs(before.entities, after.entities, (one) => one.name).flatMap(entityChanges),
    ...pairs(before.codeLists, after.codeLists, (one) => one.code).flatMap(listChanges),
    ...settingChanges(before, after),
  ];
  const verdict = changes.some((change) => change.verdict === 'breaking') ? 'breaking' : 'compatible';
  return { verdict, changes, renames: findRenames(before, after) };
}

/** How files are read: the same file may be read otherwise. */
function settingChanges({ settings: old }: Plan, { settings: now }: Plan): Change[] {
  if (!differs(old, now)) return [];
  const reads = old.dateOrder !== now.dateOrder || old.decimalMark !== now.decimalMark;
  const said = { subject: 'settings', names: {}, before: old, after: now };
  return [change(reads ? 'breaking' : 'compatible', reads ? 'settings.reading' : 'settings.details', said)];
}

type Pair<T> = { readonly key: string; readonly old: T | undefined; readonly now: T | undefined };

function pairs<T>(before: readonly T[], after: readonly T[], keyOf: (one: T) => string): Pair<T>[] {
  const old = new Map(before.map((one) => [keyOf(one), one]));
  const now = new Map(after.map((one) => [keyOf(one), one]));
  return [...new Set([...old.keys(), ...now.keys()])].map((key) => ({ key, old: old.get(key), now: now.get(key) }));
}

const change = (
  verdict: Change['verdict'],
  reason: string,
  about: { subject: string; names: Texts; before?: unknown; after?: unknown },
): Change => ({
  verdict,
  reason,
  rule: ruleOf(verdict, reason),
  subject: about.subject,
  names: about.names,
  ...(about.before === undefined ? {} : { before: say(about.before) }),
  ...(about.after === undefined ? {} : { after: say(about.after) }),
});
const say = (value: unknown) => (typeof value === 'string' ? value : canonical(value));

/** Something that appeared or went: said in one change; otherwise the parts are compared. */
function presence<T extends { names: Texts }>(
  kind: string,
  { key, old, now }: Pair<T>,
  inner: (old: T, now: T) => Change[],
  added: Change['verdict'] = 'compatible',
): Change[] {
  if (!old && now) return [change(added, `${kind}.added`, { subject: key, names: now.names })];
  if (old && !now) return [change('breaking', `${kind}.removed`, { subject: key, names: old.names })];
  return old && now ? inner(old, now) : [];
}

function elementChanges(pair: Pair<ElementPlan>): Change[] {
  return presence('element', pair, (old, now) => {
    const about = { subject: now.code, names: now.names };
    return [
      ...shapeChanges('element', old, now, about),
      ...meaningChanges(old, now, about),
      ...detailChanges('element', old, now).map((said) =>
        change('compatible', 'element.details', { ...about, ...said }),
      ),
    ];
  });
}

type About = { subject: string; names: Texts };

function meaningChanges(old: ElementPlan, now: ElementPlan, about: About): Change[] {
  const found: Change[] = [];
  if (differs(old.definition, now.definition)) {
    found.push(change('compatible', 'element.definition', { ...about, before: old.definition, after: now.definition }));
  }
  if (differs(old.names, now.names)) {
    found.push(change('compatible', 'element.names', { ...about, before: old.names, after: now.names }));
  }
  if (old.physicalName !== now.physicalName) {
    found.push(change('breaking', 'element.renamed', { ...about, before: old.physicalName, after: now.physicalName }));
  }
  if (old.unit !== now.unit) {
    const [before, after] = [old.unit ?? '–', now.unit ?? '–'];
    found.push(change('breaking', 'element.unit', { ...about, before, after }));
  }
  if (differs(old.labels, now.labels)) {
    found.push(change('compatible', 'element.labels', { ...about, before: old.labels, after: now.labels }));
  }
  if (old.authority !== now.authority || old.reCollectable !== now.reCollectable) {
    const before = `${old.authority ?? '–'}, ${old.reCollectable}`;
    found.push(
      change('compatible', 'element.authority', {
        ...about,
        before,
        after: `${now.authority ?? '–'}, ${now.reCollectable}`,
      }),
    );
  }
  return found;
}

const differs = (a: unknown, b: unknown) => !isSame(a, b);

type Shape = Pick<
  FieldPlan,
  'dataType' | 'minLength' | 'maxLength' | 'precision' | 'scale' | 'pattern' | 'range' | 'codeList' | 'references'
>;

/** What a value may look like: tighter is breaking, wider is not; a changed pattern cannot be compared and counts as tighter. */
function shapeChanges(kind: 'element' | 'field', old: Shape, now: Shape, about: About): Change[] {
  if (old.dataType !== now.dataType) {
    return [change('breaking', `${kind}.type`, { ...about, before: old.dataType, after: now.dataType })];
  }
  const found = limits
    .filter(({ of }) => differs(of(old), of(now)))
    .map(({ of, isTighter }) => {
      const narrows = isTighter(old, now);
      const said = { ...about, before: of(old) ?? '–', after: of(now) ?? '–' };
      return change(narrows ? 'breaking' : 'compatible', `${kind}.${narrows ? 'narrowed' : 'widened'}`, said);
    });
  if (differs(old.codeList, now.codeList) || old.references !== now.references) {
    const [before, after] = [old.codeList ?? old.references, now.codeList ?? now.references];
    found.push(change('breaking', `${kind}.domain`, { ...about, before: before ?? '–', after: after ?? '–' }));
  }
  return found;
}

interface Limit {
  readonly of: (shape: Shape) => unknown;
  readonly isTighter: (old: Shape, now: Shape) => boolean;
}

const lower = (of: (shape: Shape) => number | undefined): Limit => ({
  of,
  isTighter: (old, now) => (of(now) ?? Infinity) < (of(old) ?? Infinity),
});
const limits: readonly Limit[] = [
  lower((shape) => shape.maxLength),
  lower((shape) => shape.precision),
  lower((shape) => shape.scale),
  { of: (shape) => shape.minLength, isTighter: (old, now) => (now.minLength ?? 0) > (old.minLength ?? 0) },
  { of: (shape) => shape.pattern, isTighter: (_, now) => now.pattern !== undefined },
  { of: (shape) => shape.range, isTighter: (old, now) => isTighterRange(old.range, now.range) },
];

function isTighterRange(old: Shape['range'], now: Shape['range']): boolean {
  const above = (a: string | undefined, b: string | undefined) => {
    if (a === b || a === undefined) return false;
    if (b === undefined) return true;
    const [x, y] = [Number(a), Number(b)];
    return Number.isNaN(x) || Number.isNaN(y) ? a > b : x > y;
  };
  return above(now?.min, old?.min) || (now?.max !== undefined && (old?.max === undefined || above(old.max, now.max)));
}

function entityChanges(pair: Pair<EntityPlan>): Change[] {
  return presence('entity', pair, (old, now) => {
    const about = { subject: now.name, names: now.names };
    const found = pairs(old.fields, now.fields, (field) => field.name).flatMap((field) =>
      fieldChanges(now.name, field),
    );
    if (differs(old.key, now.key))
      found.push(change('breaking', 'entity.key', { ...about, before: old.key, after: now.key }));
    if (old.validTime !== now.validTime) found.push(change('breaking', 'entity.valid-time', about));
    if (differs(old.body, now.body))
      found.push(change('breaking', 'entity.body', { ...about, before: old.body, after: now.body }));
    const details = detailChanges('entity', old, now);
    found.push(...details.map((said) => change('compatible', 'entity.details', { ...about, ...said })));
    return [...found, ...checkChanges(old, now)];
  });
}

function fieldChanges(entity: string, pair: Pair<FieldPlan>): Change[] {
  const added = pair.now?.required ? 'breaking' : 'compatible';
  const found = presence('field', pair, (old, now) => requirement(old, now), added);
  return found.map((one) => ({ ...one, subject: `${entity}.${pair.key}` }));
}

function requirement(old: FieldPlan, now: FieldPlan): Change[] {
  const about = { subject: now.name, names: now.names };
  const found: Change[] = [];
  if (old.element !== now.element)
    found.push(change('breaking', 'field.element', { ...about, before: old.element, after: now.element }));
  if (now.required && !old.required) found.push(change('breaking', 'field.required', about));
  if (!now.required && old.required) found.push(change('compatible', 'field.optional', about));
  if (old.condition !== now.condition) {
    const verdict = now.condition === undefined ? 'compatible' : 'breaking';
    const said = { ...about, before: old.condition ?? '–', after: now.condition ?? '–' };
    found.push(change(verdict, 'field.condition', said));
  }
  if (differs(old.codeList, now.codeList)) {
    found.push(
      change('breaking', 'field.domain', { ...about, before: old.codeList ?? '–', after: now.codeList ?? '–' }),
    );
  }
  return found;
}

function checkChanges(old: EntityPlan, now: EntityPlan): Change[] {
  const byName = (entity: EntityPlan) => new Map(entity.checks.map((check) => [check.name, check]));
  const [before, after] = [byName(old), byName(now)];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name) => {
    const [was, is] = [before.get(name), after.get(name)];
    const about = { subject: `${now.name}.${name}`, names: (is ?? was)?.message ?? {} };
    if (was && !is) return [change('compatible', 'check.removed', about)];
    if (!is || (was?.expression === is.expression && was.severity === is.severity)) return [];
    const more = { ...about, ...(was ? { before: was.expression } : {}), after: is.expression };
    return [change(is.severity === 'error' ? 'breaking' : 'compatible', was ? 'check.changed' : 'check.added', more)];
  });
}

function listChanges(pair: Pair<CodeListPlan>): Change[] {
  return presence('code-list', pair, (old, now) => {
    const keyOf = (item: CodeItemPlan) => `${now.code}/${item.code}${item.from === undefined ? '' : ` (${item.from})`}`;
    const about = { subject: now.code, names: now.names };
    const details = detailChanges('code-list', old, now);
    return [
      ...pairs(old.items, now.items, keyOf).flatMap((item) => codeChanges(item)),
      ...carriedChanges(old, now),
      ...unexplainedChanges(old, now),
      ...details.map((said) => change('compatible', 'code-list.details', { ...about, ...said })),
    ];
  });
}

/** What became of codes, and how they stand to other lists: only the entries that differ are told. */
function carriedChanges(old: CodeListPlan, now: CodeListPlan): Change[] {
  return (['successions', 'crosswalks'] as const).flatMap((name) => {
    const [was, is]: readonly (readonly unknown[])[] = [old[name] ?? [], now[name] ?? []];
    const [wasSaid, isSaid] = [new Set(was?.map(canonical)), new Set(is?.map(canonical))];
    const before = was?.filter((one) => !isSaid.has(canonical(one))) ?? [];
    const after = is?.filter((one) => !wasSaid.has(canonical(one))) ?? [];
    if (before.length + after.length === 0) return [];
    return [change('compatible', `code-list.${name}`, { subject: now.code, names: now.names, before, after })];
  });
}

/** A changed code needs a new version of its list and a word on what became of it. */
function unexplainedChanges(old: CodeListPlan, now: CodeListPlan): Change[] {
  const found = codesUnexplained(old, now).map(({ code, names, how }) =>
    change('breaking', `code.${how}`, { subject: `${now.code}/${code}`, names }),
  );
  if (!keepsVersion(old, now)) return found;
  return [...found, change('compatible', 'code-list.same-version', { subject: now.code, names: now.names })];
}

function codeChanges(pair: Pair<CodeItemPlan>): Change[] {
  return presence('code', pair, (old, now) => {
    const about = { subject: pair.key, names: now.names };
    const said = (before: unknown, after: unknown) => ({ ...about, before: before ?? '–', after: after ?? '–' });
    const found: Change[] = [];
    if (differs(old.names, now.names)) found.push(change('compatible', 'code.names', said(old.names, now.names)));
    if (old.to !== now.to) {
      const sooner = now.to !== undefined && (old.to === undefined || now.to < old.to);
      found.push(change(sooner ? 'breaking' : 'compatible', 'code.ended', said(old.to, now.to)));
    }
    if (old.parent !== now.parent) found.push(change('breaking', 'code.parent', said(old.parent, now.parent)));
    const details = detailChanges('code', old, now);
    return [...found, ...details.map((one) => change('compatible', 'code.details', { ...about, ...one }))];
  });
}
