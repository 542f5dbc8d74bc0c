/**
 * An authored entry as one row of a sheet, and back without loss: a column an attribute, `names/vi` for what lies inside
 * another, `oldNames[]` for several words (one a line), `legalBasis/1/text` for a list of things with parts, `carried{}`
 * for JSON, where a cell cannot hold the value as it is. Pure.
 */
import type { Authored } from '../import/model.ts';

export type Cell = string | number | boolean;
/** Where a value stands in its entry: members by name, list items from 1. */
export type Step = string | number;

const EMPTY = '[]';
/** Attributes that are data of another standard: never laid out. */
const DATA = new Set(['carried']);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

// XML 1.0 §2.2 has no place for most control characters, and Excel reads _x0041_ as a letter.
const UNSAFE = /[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]|_x[0-9a-f]{4}_/iu;

const isSafe = (text: string) =>
  text !== '' && text === text.trim() && text === text.normalize('NFC') && !UNSAFE.test(text);
const isWord = (item: unknown): item is string =>
  typeof item === 'string' && isSafe(item) && !item.includes('\n') && item !== EMPTY;

/** A member's name inside of a column's: what has a meaning there is written otherwise; a number is no place of a list. */
const escaped = (name: string) =>
  name === ''
    ? '~5'
    : name.replace(/[~/[{#]/g, (sign) => `~${String('~/[{#'.indexOf(sign))}`).replace(/^(?=\d+$)/, '~6');
const unescaped = (step: string) =>
  step === '~5' ? '' : step.replace(/^~6/, '').replace(/~([0-4])/g, (_, at: string) => '~/[{#'[Number(at)] ?? '');

export const columnOf = (steps: readonly Step[]): string =>
  steps.map((step) => (typeof step === 'number' ? String(step) : escaped(step))).join('/');

/** @returns the steps of a column without its ending: `names/vi`, `oldNames[]`, `carried{}` */
export const stepsOf = (column: string): readonly Step[] =>
  column
    .replace(/(\[\]|\{\})$/, '')
    .split('/')
    .map((step) => (/^[1-9]\d*$/.test(step) ? Number(step) : unescaped(step)));

export function flatten(entry: Authored): ReadonlyMap<string, Cell> {
  const cells = new Map<string, Cell>();
  for (const [name, member] of Object.entries(entry)) put(member, [name], cells);
  return cells;
}

function put(value: unknown, steps: readonly Step[], cells: Map<string, Cell>): void {
  const column = columnOf(steps);
  if (value === undefined) return;
  if (typeof value === 'boolean' || typeof value === 'number' || (typeof value === 'string' && isSafe(value))) {
    cells.set(column, value);
  } else if (Array.isArray(value) && value.every(isWord)) {
    cells.set(`${column}[]`, value.length === 0 ? EMPTY : value.join('\n'));
  } else if (Array.isArray(value)) {
    value.forEach((item, i) => put(item, [...steps, i + 1], cells));
  } else if (isObject(value) && Object.keys(value).length > 0 && !DATA.has(String(steps[0]))) {
    for (const [name, member] of Object.entries(value)) put(member, [...steps, name], cells);
  } else cells.set(`${column}{}`, json(value));
}

const json = (value: unknown) =>
  JSON.stringify(value).replace(
    /[^\u0020-\ud7ff\ue000-\ufffd]|_(?=x[0-9a-f]{4}_)/gi,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

type Node = Map<Step, unknown>;

/**
 * @param cells by column; empty ones are left out
 * @param clash called with the column whose place another has taken, or whose JSON is none
 */
export function unflatten(
  cells: ReadonlyMap<string, Cell>,
  clash: (column: string, why: 'twice' | 'json') => void,
): Authored {
  const root: Node = new Map();
  for (const [column, cell] of cells) {
    const steps = stepsOf(column);
    const value = valueOf(column, cell);
    const last = steps.at(-1) ?? '';
    const at = descend(root, steps.slice(0, -1));
    if (value === undefined) clash(column, 'json');
    else if (!at || at.has(last)) clash(column, 'twice');
    else at.set(last, value);
  }
  return Object.fromEntries([...root].map(([name, member]) => [String(name), plain(member)]));
}

function descend(root: Node, steps: readonly Step[]): Node | undefined {
  let at = root;
  for (const step of steps) {
    const inner = at.get(step) ?? new Map<Step, unknown>();
    if (!(inner instanceof Map)) return undefined;
    at.set(step, inner);
    at = inner as Node;
  }
  return at;
}

/** @returns undefined for JSON that is none */
function valueOf(column: string, cell: Cell): unknown {
  if (column.endsWith('[]')) return linesOf(String(cell));
  if (!column.endsWith('{}')) return cell;
  try {
    return JSON.parse(String(cell)) as unknown;
  } catch {
    return undefined;
  }
}

const linesOf = (text: string) =>
  text === EMPTY
    ? []
    : text
        .split(/\r?\n/)
        .map((line) => line.trim())
        .filter((line) => line !== '');

/** Numbered members are a list; a gap that somebody left closes. */
function plain(value: unknown): unknown {
  if (!(value instanceof Map)) return value;
  const members = [...(value as Node)];
  if (members.every(([step]) => typeof step === 'number')) {
    return members.toSorted(([a], [b]) => Number(a) - Number(b)).map(([, member]) => plain(member));
  }
  return Object.fromEntries(members.map(([name, member]) => [String(name), plain(member)]));
}
