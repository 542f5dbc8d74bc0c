/** What each target says of each rule, read from the page that promises it: docs/semantics.md, "Who says what". */
import { readFileSync } from 'node:fs';

export const rules = [
  'required',
  'condition',
  'kind',
  'empty',
  'unicode',
  'stored',
  'case',
  'notation',
  'calendar',
  'length',
  'pattern',
  'digits',
  'range',
  'today',
  'enum',
  'code',
  'check',
] as const;
export type Rule = (typeof rules)[number];

export const targets = ['load', 'sql', 'ajv', 'browser', 'shacl', 'table-schema', 'typescript'] as const;
export type Target = (typeof targets)[number];

/** `part`: some of it; then nothing is promised either way of a value that breaks this rule alone. */
export type Saying = 'yes' | 'no' | 'part';
export type Promised = Readonly<Record<Target, Readonly<Record<Rule, Saying>>>>;

/** @throws TypeError when the page has no row for a rule, or a cell that is none of yes, no and part */
export function readPromise(): Promised {
  const page = readFileSync('docs/semantics.md', 'utf8');
  const cells = new Map(
    [...page.matchAll(/^\| `([a-z]+)`\s*\|(.*)\|$/gm)].map((row) => [
      row[1] ?? '',
      (row[2] ?? '').split('|').map((cell) => cell.trim()),
    ]),
  );
  const of = (target: Target, rule: Rule): Saying => {
    const said = cells.get(rule)?.[targets.indexOf(target) + 1] ?? '';
    if (said !== 'yes' && said !== 'no' && said !== 'part') throw new TypeError(`${rule}, ${target}: ${said}`);
    return said;
  };
  const byRule = (target: Target) => Object.fromEntries(rules.map((rule) => [rule, of(target, rule)]));
  return Object.fromEntries(targets.map((target) => [target, byRule(target)])) as unknown as Promised;
}
