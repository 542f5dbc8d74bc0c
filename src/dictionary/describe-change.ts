/** A change in words: what happened, why it breaks or does not, what stood before and what stands now. Pure. */
import type { Translate } from '../platform/i18n.ts';
import { pick, type Texts } from '../platform/texts.ts';
import type { Change } from './diff.ts';
import type { Renaming } from './renames.ts';

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
  const [before, after] = [wordValue(change.before, language, t), wordValue(change.after, language, t)];
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
  if ('from' in value && 'to' in value && 'kind' in value) return wordSuccession(value);
  if (members.every(([name, text]) => /^[a-z]{2,3}$/.test(name) && typeof text === 'string')) {
    return pick(value as Texts, language);
  }
  const nameOf = (name: string) => t(`dictionary:attributes.${name}`, { defaultValue: name });
  return members.map(([name, one]) => `${nameOf(name)}: ${wordPart(one, language, t)}`).join('; ');
}

/** `99106 → 99101 60 %`: what became of a code; without a share, all of it. */
function wordSuccession(part: { readonly from: unknown; readonly to: unknown; readonly share?: unknown }): string {
  const share = typeof part.share === 'number' ? ` ${String(Math.round(part.share * 100))} %` : '';
  return `${String(part.from)} → ${String(part.to)}${share}`;
}
