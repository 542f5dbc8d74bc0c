/** Invented people: names composed from common parts, identifiers that no register has issued (prefix 099). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Chance } from './random.ts';

export interface Person {
  /** 12 digits: prefix, century and sex, two digits of the year, six of chance; agrees with sex and year. */
  readonly id: string;
  readonly name: string;
  readonly sex: 'M' | 'F';
  /** YYYY-MM-DD */
  readonly birth: string;
  readonly ethnic: string;
  readonly origin: string;
  readonly residence: string;
}

interface Names {
  readonly surnames: readonly string[];
  readonly men: { readonly middle: readonly string[]; readonly given: readonly string[] };
  readonly women: { readonly middle: readonly string[]; readonly given: readonly string[] };
  readonly ethnicGroups: Readonly<Record<string, number>>;
}

const readNames = () => parse(readFileSync(join(import.meta.dirname, 'names.yaml'), 'utf8')) as Names;

const two = (n: number) => String(n).padStart(2, '0');

export interface PersonWishes {
  readonly residence: string;
  readonly bornFrom?: number;
  readonly bornTo?: number;
}

/** A maker of people who never gives the same identifier, nor the same name and birth date, twice. */
export function peopleMaker(luck: Chance, communes: readonly string[]): (wishes: PersonWishes) => Person {
  const names = readNames();
  const ethnic = Object.entries(names.ethnicGroups).flatMap(([code, weight]) =>
    Array.from({ length: weight }, () => code),
  );
  const taken = new Set<string>();
  const make = (wishes: PersonWishes): Person => {
    const sex = luck.next() < 0.62 ? 'M' : 'F';
    const part = sex === 'M' ? names.men : names.women;
    const middle = luck.pick(part.middle);
    const name = [luck.pick(names.surnames), middle, luck.pick(part.given)].join(' ');
    const year = luck.between(wishes.bornFrom ?? 1946, wishes.bornTo ?? 2004);
    // Days up to 12 are left out, so that day and month can be told apart unless the story swaps them on purpose.
    const birth = `${String(year)}-${two(luck.between(1, 12))}-${two(luck.between(13, 28))}`;
    const id = personId({ sex, year, serial: luck.between(1000, 999_999) });
    if (taken.has(id) || taken.has(`${name} ${birth}`)) return make(wishes);
    taken.add(id);
    taken.add(`${name} ${birth}`);
    const origin = luck.next() < 0.7 ? wishes.residence : luck.pick(communes);
    return { id, name, sex, birth, ethnic: luck.pick(ethnic), origin, residence: wishes.residence };
  };
  return make;
}

/** The identifier's digits, as in the national scheme: century and sex (0–3), year, serial. */
export function personId(of: { sex: 'M' | 'F'; year: number; serial: number }): string {
  const century = of.year < 2000 ? 0 : 2;
  const digit = century + (of.sex === 'M' ? 0 : 1);
  return `099${String(digit)}${two(of.year % 100)}${String(of.serial).padStart(6, '0')}`;
}

/** Another birth date with day and month swapped: the slip the story plants. Needs a day of at most 12. */
export function swapDayAndMonth(birth: string): string {
  const [year, month, day] = birth.split('-') as [string, string, string];
  return `${year}-${day}-${month}`;
}

const SLIPS: readonly (readonly [RegExp, string])[] = [
  [/Hoà/, 'Hòa'],
  [/Thuý/, 'Thúy'],
  [/ý/, 'í'],
  [/ệ/, 'ê'],
  [/ạ/, 'a'],
  [/ễ/, 'ể'],
  [/ầ/, 'â'],
  [/ị/, 'i'],
  [/ươ/, 'uơ'],
  [/ả/, 'ã'],
  [/ă/, 'a'],
  [/ĩ/, 'i'],
  [/n$/, 'ng'],
];

/** A name with one slip of tone or spelling: another word to the computer, the same person to a reader. */
export function slipOfName(name: string): string {
  const words = name.split(' ');
  const last = words.length - 1;
  for (const at of [last, last - 1]) {
    // The first two slips are two spellings of one word: they would still compare equal.
    for (const [from, to] of SLIPS.slice(2)) {
      const slipped = (words[at] ?? '').replace(from, to);
      if (slipped !== words[at]) return [...words.slice(0, at), slipped, ...words.slice(at + 1)].join(' ');
    }
  }
  return `${name}h`;
}

const TONES: readonly (readonly [RegExp, string])[] = [
  [/[ìíỉĩị]/, 'í'],
  [/[àáảãạ]/, 'ả'],
  [/[ầấẩẫậ]/, 'ấ'],
  [/[ềếểễệ]/, 'ế'],
  [/[òóỏõọ]/, 'ỏ'],
  [/[ùúủũụ]/, 'ú'],
];

/** The same letters, one of them with another tone: another name to a reader, the same to who types without marks. */
export function otherTone(name: string): string {
  const changed = TONES.map(([from, to]) => name.replace(from, to)).find((one) => one !== name);
  return changed ?? name;
}
