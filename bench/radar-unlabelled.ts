/**
 * Answers of the radar on fields that nobody labelled, judged one by one by reading what the form and the field say of
 * themselves and what the register holds: `radar-judged.yaml`, each with its reason.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

interface Judgement {
  /** Name of the field, and of the register as its path ends. */
  readonly field: string;
  readonly register: string;
  /** Beginnings of the forms' paths that it holds for. */
  readonly forms: readonly string[];
  readonly verdict: 'right' | 'wrong' | 'open';
  readonly why: string;
}

const SHORT = /^datas(?:as)?ets\/gov\//;
const judgements = parse(readFileSync(join(import.meta.dirname, 'radar-judged.yaml'), 'utf8')) as Judgement[];
const byField = Map.groupBy(judgements, ({ field }) => field);
const short = (path: string) => path.replace(SHORT, '');

function judgementsOf(form: string, field: string): Judgement[] {
  const path = short(form);
  return (byField.get(field) ?? []).filter(({ forms }) => forms.some((one) => path.startsWith(one)));
}

/** Keys of registers that such a field was judged to belong to, or not to; what nobody could tell is left out. */
export function judgedOf(form: string, field: string): ReadonlyMap<string, boolean> {
  const told = judgementsOf(form, field).filter(({ verdict }) => verdict !== 'open');
  return new Map(
    told.flatMap(({ register, verdict }) =>
      ['datasets', 'datasasets'].map((root) => [`${root}/gov/${register}`, verdict === 'right'] as const),
    ),
  );
}

/** `unread`: nobody judged it yet. */
export function verdictOn(
  { form, field }: { form: string; field: string },
  key: string,
): Judgement['verdict'] | 'unread' {
  return judgementsOf(form, field).find(({ register }) => register === short(key))?.verdict ?? 'unread';
}
