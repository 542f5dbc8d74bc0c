/**
 * docs/semantics.md as a program of its own: the rules that a value breaks, found in the plainest way and with nothing
 * of the engines that are held against it.
 */
import type { FieldPlan, Plan } from '../../plan.ts';
import { TODAY } from './dictionaries.ts';
import type { Rule } from './rules.ts';

export type Json = string | number | boolean | null | undefined | readonly Json[] | { readonly [name: string]: Json };
export type Row = Readonly<Record<string, Json>>;
export type Broken = ReadonlySet<Rule>;

const none: Broken = new Set();
const set = (...broken: readonly (Rule | false | undefined)[]): Broken =>
  new Set(broken.filter((rule): rule is Rule => typeof rule === 'string'));

/** The rules that a row's value breaks. */
export function brokenRules(plan: Plan, field: FieldPlan, row: Row): Broken {
  const value = row[field.name];
  if (value === null || value === undefined) {
    const needed = field.condition !== undefined && row['flag'] === false;
    return set(field.required && 'required', needed && 'condition');
  }
  const kind = { integer: 'number', boolean: 'boolean' }[field.dataType as string] ?? 'string';
  if (typeof value !== kind) return set('kind');
  return read(field, value as Value, { plan, row });
}

/** Of the kind that the type has: found out before. */
type Value = string & number;

interface Scene {
  readonly plan: Plan;
  readonly row: Row;
}

function read(field: FieldPlan, value: Value, scene: Scene): Broken {
  switch (field.dataType) {
    case 'boolean':
      return none;
    case 'integer':
      return wholeRules(field, value);
    case 'decimal':
      return decimalRules(field, value);
    case 'date':
      return dayRules(field, value, /^\d{4}-\d{2}-\d{2}$/.test(value), dayExists(value));
    case 'partialDate': {
      const text: string = value;
      if (text === '') return set('empty');
      const whole = `${text}${'0000-01-01'.slice(text.length)}`;
      return dayRules(field, value, true, /^\d{4}(-\d{2}){0,2}$/.test(value) && dayExists(whole));
    }
    case 'datetime':
      return momentRules(value);
    case 'code':
      return codeRules(field, value, scene);
    default:
      return textRules(field, value);
  }
}

// ── texts ───────────────────────────────────────────────────────────────────────────────────────────────────────────
const HIDDEN = /[^\P{Cc}\t\n\r]|[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/u;
const EDGE = /^\p{White_Space}|\p{White_Space}$/u;
const LOOSE = /\p{White_Space}{2}|[^\P{White_Space} ]/u;
const SEPARATOR = /[\p{White_Space}.\-_/]/u;

function textRules({ normalise, minLength = 0, maxLength = Infinity, pattern }: FieldPlan, value: string): Broken {
  if (value === '') return set('empty');
  const length = [...value].length;
  return set(
    !value.isWellFormed() && 'unicode',
    !isStored(normalise, value) && 'stored',
    cased(normalise, value) !== value && 'case',
    (length < minLength || length > maxLength) && 'length',
    pattern !== undefined && !matches(pattern, value) && 'pattern',
  );
}

const isStored = (normalise: FieldPlan['normalise'], value: string): boolean =>
  value === value.normalize('NFC') &&
  !HIDDEN.test(value) &&
  !EDGE.test(value) &&
  !(normalise.includes('collapse') && LOOSE.test(value)) &&
  !(normalise.includes('digits') && SEPARATOR.test(value));

function cased(normalise: FieldPlan['normalise'], value: string): string {
  if (normalise.includes('upper')) return value.toUpperCase();
  return normalise.includes('lower') ? value.toLowerCase() : value;
}

const REWRITTEN: Readonly<Record<string, string>> = { '.': '[^\\n\\r]', '\\-': '-' };

/** RFC 9485 §5.3: anchors, the flag `u`, the dot written out; outside a class a dash has no backslash there. */
function matches(pattern: string, value: string): boolean {
  const source = pattern.replace(/\\.|\[(?:\\.|[^\]\\])*\]|\./gu, (one) => REWRITTEN[one] ?? one);
  return new RegExp(`^(?:${source})$`, 'u').test(value);
}

// ── numbers ─────────────────────────────────────────────────────────────────────────────────────────────────────────
function wholeRules({ range }: FieldPlan, value: number): Broken {
  if (!Number.isInteger(value) || /e/.test(String(value))) return set('notation');
  const outside =
    !Number.isSafeInteger(value) ||
    (range?.min !== undefined && BigInt(value) < BigInt(range.min)) ||
    (range?.max !== undefined && BigInt(value) > BigInt(range.max));
  return set(outside && 'range');
}

const DIGITS = 30;

function decimalRules(field: FieldPlan, value: string): Broken {
  const [, whole = '', fraction = ''] = /^-?(0|[1-9][0-9]*)(?:\.([0-9]+))?$/.exec(value) ?? [];
  if (whole === '') return set('notation');
  const most = mostDigits(field);
  const hasTooMany = (whole === '0' ? 0 : whole.length) > most.whole || fraction.length > most.fraction;
  return set(hasTooMany && 'digits', isOutside(field, value) && 'range');
}

const mostDigits = ({ precision, scale }: FieldPlan) =>
  precision === undefined
    ? { whole: DIGITS, fraction: scale ?? DIGITS }
    : { whole: precision - (scale ?? 0), fraction: scale ?? 0 };

const isOutside = ({ range }: FieldPlan, value: string): boolean =>
  (range?.min !== undefined && scaled(value) < scaled(range.min)) ||
  (range?.max !== undefined && scaled(value) > scaled(range.max));

/** The number times 10^80, whole. */
function scaled(text: string): bigint {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  const size = BigInt(whole + fraction.padEnd(80, '0'));
  return text.startsWith('-') ? -size : size;
}

// ── days ────────────────────────────────────────────────────────────────────────────────────────────────────────────
function dayExists(text: string): boolean {
  const [, y = '', m = '', d = ''] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  const day = new Date(0);
  day.setUTCFullYear(Number(y), Number(m) - 1, Number(d));
  return Number(y) > 0 && day.getUTCMonth() === Number(m) - 1 && day.getUTCDate() === Number(d);
}

function dayRules({ range }: FieldPlan, value: string, hasForm: boolean, exists: boolean): Broken {
  if (!hasForm) return set('notation');
  if (!exists) return set('calendar');
  const beyond = (bound: string | undefined, side: 1 | -1) => {
    const day = (bound === 'today' ? TODAY : (bound ?? value)).slice(0, value.length);
    return day !== value && value > day === (side === 1);
  };
  const broken = [beyond(range?.min, -1) && range?.min, beyond(range?.max, 1) && range?.max].filter(Boolean);
  return set(broken.includes('today') && 'today', broken.some((bound) => bound !== 'today') && 'range');
}

function momentRules(value: string): Broken {
  const parts = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.\d{1,3})?(?:Z|[+-](\d{2}):(\d{2}))$/.exec(value);
  if (!parts) return set('notation');
  const [hour = 0, minute = 0, second = 0, away = 0, part = 0] = parts.slice(2).map((text) => Number(text ?? 0));
  const isClock = hour < 24 && minute < 60 && second < 60 && part < 60 && away * 60 + part <= 14 * 60;
  return set(!isClock && 'notation', isClock && !dayExists(parts[1] ?? '') && 'calendar');
}

// ── codes ───────────────────────────────────────────────────────────────────────────────────────────────────────────
const MOST_SPELT_OUT = 50;

function codeRules({ codeList: use }: FieldPlan, value: string, { plan, row }: Scene): Broken {
  if (value === '') return set('empty');
  const items = plan.codeLists.find((list) => list.code === use?.list)?.items ?? [];
  const day = use?.rule === 'event-date' ? (row[use.dateField ?? ''] ?? TODAY) : TODAY;
  const isKnown = items.some(
    (item) =>
      item.code === value &&
      (item.from ?? '') <= (day as string) &&
      (use?.rule === 'ever' || (item.to ?? '9999-99-99') > (day as string)),
  );
  const isSpeltOut = use?.rule === 'today' && items.length <= MOST_SPELT_OUT;
  return set(!isKnown && (isSpeltOut ? 'enum' : 'code'));
}

// ── several fields ──────────────────────────────────────────────────────────────────────────────────────────────────
const checks: Readonly<Record<string, (row: Row) => boolean>> = {
  in_order: ({ began, ended }) => typeof began === 'string' && typeof ended === 'string' && ended < began,
  enough: ({ whole, amount, flag }) =>
    typeof whole === 'number' && typeof amount === 'string' && flag === false && scaled(String(whole)) > scaled(amount),
};

/** Whether a check of the generated entity is false; unsaid is not false. The fields it reads are good. */
export const isFalse = (check: string, row: Row): boolean => checks[check]?.(row) ?? false;
