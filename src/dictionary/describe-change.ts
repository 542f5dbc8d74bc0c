/** A change in words: what happened, why it breaks or does not, what stood before and what stands now. Pure. */
import type { Translate } from '../platform/i18n.ts';
import { pick, type Texts } from '../platform/texts.ts';
import type { Change } from './diff.ts';
import type { Renaming } from './renames.ts';
import { isSame } from './same.ts';

export interface SaidChange {
  readonly said: string;
  readonly rule: string;
  readonly before?: string;
  readonly after?: string;
}

/** Changes that were recorded before rules had names have none. */
type Told = Omit<Change, 'rule'> & Partial<Pick<Change, 'rule'>>;

export function describeChange(change: Told, language: string, t: Translate): SaidChange {
  const { reason, rule, subject, names } = change;
  const [was, is] = carriedApart(change);
  const [before, after] = [wordValue(was, language, t), wordValue(is, language, t)];
  const name = pick(names, language) || subject;
  return {
    said: t(`dictionary:changes.${reason}`, { subject, name, before, after }),
    rule: rule === undefined ? '' : t(`dictionary:change-rules.${rule}`),
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  };
}

export function describeRenaming(renaming: Renaming, language: string, t: Translate): string {
  const { kind, from, to, names, namesBefore, sure } = renaming;
  return t(`dictionary:renames.${kind}`, {
    from,
    to,
    before: pick(namesBefore, language),
    after: pick(names, language),
    sure: Math.round(sure * 100),
  });
}

/** A value of a plan as people read it: texts in their language, a range as its ends, members by name. */
function wordValue(value: string | undefined, language: string, t: Translate): string | undefined {
  if (value === undefined || !/^[{[]/.test(value)) return value;
  try {
    return wordPart(JSON.parse(value), language, t);
  } catch {
    return value;
  }
}

function wordPart(value: unknown, language: string, t: Translate): string {
  if (value === null || value === undefined) return '–';
  if (Array.isArray(value)) return value.map((one) => wordPart(one, language, t)).join(', ') || '–';
  if (typeof value !== 'object') return String(value as string | number | boolean);
  const members = Object.entries(value);
  if (members.length === 0) return '–';
  if (members.every(([name]) => name === 'min' || name === 'max')) {
    const { min = '…', max = '…' } = value as { min?: string; max?: string };
    return `${min} – ${max}`;
  }
  const codes = wordCodes(value, t);
  if (codes !== undefined) return codes;
  if (members.every(([name, text]) => /^[a-z]{2,3}$/.test(name) && typeof text === 'string')) {
    return pick(value as Texts, language);
  }
  const nameOf = (name: string) => t(`dictionary:attributes.${name}`, { defaultValue: name });
  return members.map(([name, one]) => `${nameOf(name)}: ${wordPart(one, language, t)}`).join('; ');
}

/** What is said of codes: what became of one, or how those of two lists stand to each other. */
function wordCodes(value: object, t: Translate): string | undefined {
  if ('from' in value && 'to' in value && 'kind' in value) return wordSuccession(value, t);
  return 'links' in value && Array.isArray(value.links) ? wordCrosswalk(value, t) : undefined;
}

interface Succession {
  readonly from: unknown;
  readonly to: unknown;
  readonly kind: unknown;
  readonly share?: unknown;
  readonly day?: unknown;
}

/** What became of a code: as a whole, in part, and with which share; of links between lists also how they stand. */
function wordSuccession({ from, to, kind, share, day }: Succession, t: Translate): string {
  const percent = typeof share === 'number' ? Math.round(share * 100) : undefined;
  const how = `${String(kind)}${percent === undefined ? '' : '-share'}`;
  const values = { from: String(from), to: String(to), day: typeof day === 'string' ? day : '', share: percent };
  return t(`dictionary:successions.${day === undefined ? 'link-' : ''}${how}`, values);
}

const MOST_LINKS = 20;

/** `TON_GIAO: 01 is the same as 1, …` */
function wordCrosswalk(crosswalk: object, t: Translate): string {
  const { to, links } = crosswalk as { readonly to?: unknown; readonly links: readonly Succession[] };
  const said = links.slice(0, MOST_LINKS).map((link) => wordSuccession(link, t));
  return `${String(to)}: ${[...said, ...(links.length > MOST_LINKS ? ['…'] : [])].join(', ')}`;
}

type Sides = readonly [before: string | undefined, after: string | undefined];

/** Of what a standard said beside (`carried`), only the members that differ: the whole of it is pages long. */
function carriedApart({ before, after }: Pick<Change, 'before' | 'after'>): Sides {
  if (!(before?.includes('"carried"') ?? false) && !(after?.includes('"carried"') ?? false)) return [before, after];
  const [was, is] = [membersOf(before), membersOf(after)];
  if (!was || !is) return [before, after];
  const [old, now] = [flattened(was['carried']), flattened(is['carried'])];
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter(
    (name) => !isSame(old[name], now[name]),
  );
  const side = (whole: Readonly<Record<string, unknown>>, of: Readonly<Record<string, unknown>>) => {
    const { carried: _, ...rest } = whole;
    return JSON.stringify({ ...rest, ...Object.fromEntries(names.map((name) => [name, of[name] ?? null])) });
  };
  return [side(was, old), side(is, now)];
}

function membersOf(value: string | undefined): Readonly<Record<string, unknown>> | undefined {
  try {
    const found: unknown = JSON.parse(value ?? '');
    return typeof found === 'object' && found !== null ? (found as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}

// Stamps and hashes are ours, to tell what was changed since; they say nothing to people.
const OURS = new Set(['of', 'stamp', 'stamps', 'place', 'columns', 'others']);

/** `odcs` → `contract` → `team` as `odcs team`. */
function flattened(carried: unknown): Readonly<Record<string, unknown>> {
  const formats = Object.entries((carried ?? {}) as Readonly<Record<string, unknown>>);
  return Object.fromEntries(
    formats.flatMap(([format, said]) =>
      Object.entries((said ?? {}) as Readonly<Record<string, unknown>>)
        .filter(([part]) => !OURS.has(part))
        .flatMap(([, members]) =>
          typeof members === 'object' && members !== null && !Array.isArray(members)
            ? Object.entries(members).map(([name, value]) => [`${format} ${name}`, value] as const)
            : [],
        ),
    ),
  );
}
