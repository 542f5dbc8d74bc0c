/** Foreign names → ours: a physical name, an element code, a list code; always the same for the same name. */
import { createHash } from 'node:crypto';

// Letters that lose nothing but a stroke when written in ASCII; accents are taken off by their decomposition.
const PLAIN: Readonly<Record<string, string>> = {
  '\u0111': 'd',
  '\u00f0': 'd',
  '\u00f8': 'o',
  '\u0142': 'l',
  '\u00df': 'ss',
  '\u00e6': 'ae',
  '\u0153': 'oe',
  '\u00fe': 'th',
  '\u0131': 'i',
  '\u0127': 'h',
  '\u014b': 'n',
};

const toAscii = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{ASCII}]/gu, (letter) => {
      const plain = PLAIN[letter.toLowerCase()] ?? letter;
      return letter === letter.toLowerCase() ? plain : plain.toUpperCase();
    });

/** Words of a name: `rcvrId`, `rcvr_id` and `Rcvr ID` are the same two. */
export const wordsOf = (name: string): string[] =>
  toAscii(name)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '');

const LONGEST = 48;
const shortHash = (name: string) => createHash('sha256').update(name).digest('hex').slice(0, 6);

export interface Named {
  readonly name: string;
  /** Nothing of the source's name can be written in ASCII, or it was cut. */
  readonly how: 'as-is' | 'made' | 'cut';
}

/** Lower case with underscores, at most 48 letters (AUTHORING.md). */
export function physicalName(name: string): Named {
  const plain = wordsOf(name).join('_').toLowerCase();
  if (plain === '') return { name: `x_${shortHash(name)}`, how: 'made' };
  const led = /^[a-z]/.test(plain) ? plain : `n_${plain}`;
  if (led.length <= LONGEST) return { name: led, how: 'as-is' };
  return { name: `${led.slice(0, LONGEST - 7).replace(/_+$/, '')}_${shortHash(name)}`, how: 'cut' };
}

export function codePart(name: string): string {
  const part = wordsOf(name)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase())
    .join('');
  if (part === '') return `X${shortHash(name)}`;
  return /^[A-Za-z]/.test(part) ? part : `N${part}`;
}

export function listCode(name: string): string {
  const plain = wordsOf(name).join('_').toUpperCase();
  if (plain === '') return `X_${shortHash(name).toUpperCase()}`;
  const led = /^[A-Z]/.test(plain) ? plain : `N_${plain}`;
  return led.length <= 63 ? led : `${led.slice(0, 56).replace(/_+$/, '')}_${shortHash(name).toUpperCase()}`;
}

/** Hands out names that nobody has yet; says when one had to be told apart. */
export class Names {
  private readonly taken = new Set<string>();
  /** The number to try next, so that a thousand equal names are not tried from the start each time. */
  private readonly next = new Map<string, number>();
  take(wanted: string, longest: number): { name: string; clash: boolean } {
    const name = this.free(wanted, (number) => `${wanted.slice(0, longest - 1 - number.length)}_${number}`);
    return { name, clash: name !== wanted };
  }
  /** Codes have no underscore. */
  takeCode(wanted: string): string {
    return this.free(wanted, (number) => `${wanted}.${number}`);
  }
  private free(wanted: string, numbered: (number: string) => string): string {
    let name = wanted;
    let number = this.next.get(wanted.toLowerCase()) ?? 2;
    for (; this.taken.has(name.toLowerCase()); number += 1) name = numbered(String(number));
    this.next.set(wanted.toLowerCase(), number);
    this.taken.add(name.toLowerCase());
    return name;
  }
}

/** PostgreSQL cuts an identifier at 63 bytes: what it would take for one name. */
export function cutAt63(name: string): string {
  const bytes = Buffer.from(name, 'utf8');
  if (bytes.length <= 63) return name;
  let end = 63;
  while (((bytes[end] as number) & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end).toString('utf8');
}

/** Reserved words of PostgreSQL (appendix C of its manual) and names that a record already has. */
const RESERVED = new Set(
  (
    'all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case cast ' +
    'check coalesce collate collation column concurrently constraint create cross current_catalog current_date ' +
    'current_role current_schema current_time current_timestamp current_user default deferrable desc distinct do else ' +
    'end except false fetch for foreign freeze from full grant group having ilike in initially inner intersect into is ' +
    'isnull join lateral leading left like limit localtime localtimestamp natural not notnull null offset on only or ' +
    'order outer overlaps placing primary references returning right select session_user similar some symmetric ' +
    'system_user table tablesample then to trailing true union unique user using variadic verbose when where window with ' +
    'value record_id version change_set body_id valid_from valid_to ended_by ended_as'
  ).split(' '),
);
export const isReserved = (name: string): boolean => RESERVED.has(name);
