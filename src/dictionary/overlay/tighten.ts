/** Whether an attribute takes no more than the centre allows: an overlay may only make it stricter. Pure. */
import { compare, decimal } from '../expression/decimal.ts';
import { isSame } from '../same.ts';
import type { Authored, Conflict } from './model.ts';

/** Undefined when the local value is as strict or stricter; else why not. */
type Stricter = (local: unknown, central: unknown, element: Authored) => Conflict | undefined;

const whenNot = (holds: boolean, conflict: Conflict = 'looser') => (holds ? undefined : conflict);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value);

const atMost: Stricter = (local, central) =>
  whenNot(isCount(local) && (central === undefined || (isCount(central) && local <= central)));
const atLeast: Stricter = (local, central) =>
  whenNot(isCount(local) && (central === undefined || (isCount(central) && local >= central)));

/** Later words are stricter. */
const ranked =
  (...words: readonly string[]): Stricter =>
  (local, central) => {
    const [mine, theirs] = [words.indexOf(String(local)), words.indexOf(String(central ?? words[0]))];
    return whenNot(mine >= 0 && mine >= theirs);
  };

/** Digits before the point and after it: neither may grow. */
const digits: Stricter = (local, central, { precision, scale, tight }) => {
  const own = { precision, scale, ...(tight as Authored) };
  const count = (value: unknown) => (isCount(value) ? value : 0);
  if (!isCount(local)) return 'looser';
  if (!isCount(precision)) return undefined;
  const whole = (of: Authored) => count(of['precision']) - count(of['scale']);
  const fits = count(own.scale) <= count(scale) && whole(own) <= whole({ precision, scale });
  return whenNot(fits && (central === undefined || isCount(central)));
};

const bounds: Stricter = (local, central) => {
  if (typeof local !== 'object' || local === null) return 'looser';
  const [mine, theirs] = [local as Authored, (central ?? {}) as Authored];
  // A bound that the centre has and this does not repeat would fall away.
  const holds = (end: 'min' | 'max') => {
    if (theirs[end] === undefined) return true;
    if (mine[end] === undefined) return false;
    const order = compareBounds(String(mine[end]), String(theirs[end]));
    return order !== undefined && (end === 'min' ? order >= 0 : order <= 0);
  };
  return whenNot(holds('min') && holds('max'));
};

/** Numbers by value, days as text; `today` is like itself only, because the others do not move. */
function compareBounds(a: string, b: string): number | undefined {
  if (a === b) return 0;
  if (a === 'today' || b === 'today') return undefined;
  const isDay = /^\d{4}-/;
  if (isDay.test(a) || isDay.test(b)) return a < b ? -1 : 1;
  const [x, y] = [decimal(a), decimal(b)];
  return x === undefined || y === undefined ? undefined : compare(x, y);
}

/** That one pattern takes no more than another is not asked of a machine: where the centre has one, a rule says the rest. */
const pattern: Stricter = (local, central) =>
  whenNot(typeof local === 'string' && (central === undefined || central === local), 'pattern-central');

const nullability: Stricter = (local, central, element) => {
  const found = ranked('optional', 'conditional', 'required')(local, central, element);
  const { condition, tight } = element;
  const own = (tight as Authored | undefined)?.['condition'];
  const otherwise = local === 'conditional' && central === 'conditional' && own !== undefined && own !== condition;
  return found ?? whenNot(!otherwise);
};

/** Fewer of those whom the centre names, or some where it names nobody. */
const fewer: Stricter = (local, central) =>
  whenNot(Array.isArray(local) && (!Array.isArray(central) || local.every((one) => central.includes(one))));

const RULES: Readonly<Record<string, Stricter>> = {
  minLength: atLeast,
  maxLength: atMost,
  maxAge: atMost,
  precision: digits,
  scale: digits,
  range: bounds,
  pattern,
  nullability,
  condition: (local, central, { nullability: is, tight }) => {
    if (is === 'optional' || is === undefined) return whenNot((tight as Authored)['nullability'] === 'conditional');
    return whenNot(local === central);
  },
  criticality: ranked('ordinary', 'critical', 'key'),
  reCollectable: ranked('allowed', 'confirm', 'forbidden'),
  sharing: ranked('open', 'shared', 'restricted'),
  importance: ranked('other', 'important', 'core'),
  secrecy: ranked('none', 'confidential', 'secret', 'top-secret'),
  personal: ranked('none', 'basic', 'sensitive'),
  shareMethod: ranked('automatic', 'on-request', 'special', 'none'),
  // What a stricter label needs to be complete.
  sensitiveReason: (local, central) => whenNot(central === undefined || isSame(local, central)),
  masking: (local, central) => whenNot(central === undefined || isSame(local, central)),
  // Sealed where the centre leaves it open is stricter, and a table of its own; nobody undoes what the centre seals.
  stored: (local) => whenNot(local === 'sealed'),
  accessRoles: fewer,
  allowedPurposes: fewer,
};

export interface Looser {
  readonly conflict: Conflict;
  readonly attribute: string;
  readonly local: string;
  readonly central: string;
}

const said = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

/** The first attribute, by name, that would take more than the centre allows. */
export function findLooser(tight: Authored, central: Authored): Looser | undefined {
  const { element: _, ...attributes } = tight;
  for (const [attribute, local] of Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const rule = RULES[attribute];
    const conflict = rule ? rule(local, central[attribute], { ...central, tight: attributes }) : 'not-tightenable';
    if (conflict) return { conflict, attribute, local: said(local), central: said(central[attribute] ?? '') };
  }
  return undefined;
}

/** The central entry with the stricter attributes. */
export function tightened(central: Authored, tight: Authored): Authored {
  const { element: _, ...attributes } = tight;
  const required = attributes['nullability'] === 'required' ? { condition: undefined } : {};
  const all = { ...central, ...attributes, ...required };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
