/** Rules about code lists: one meaning a code a day, parents and successors that exist. */
import { compilePattern } from '../pattern/automaton.ts';
import { parseDay } from '../expression/civil.ts';
import { writePlace, type Findings, type Place } from '../source/finding.ts';
import type { Source } from '../source/parse.ts';
import type { SourceExtension, SourceItem, SourceList } from '../source/shapes.ts';
import { checkPattern, unique } from './elements.ts';
import { checkCodeNames } from './wording.ts';

export function checkCodeLists(source: Source, findings: Findings): void {
  unique(source.codeLists, 'code', 'duplicate-list-code', findings);
  const lists = new Map(source.codeLists.map((list) => [list.values.code, list]));
  for (const extension of source.extensions) {
    const list = extension.values.extends;
    if (list !== undefined && !lists.has(list)) {
      findings.error(extension.at('extends'), 'unknown-code-list', { list });
    }
  }
  for (const list of source.codeLists) {
    const parts = [list, ...source.extensions.filter((extension) => extension.values.extends === list.values.code)];
    checkList(list, parts, lists, findings);
  }
}

function checkList(
  list: SourceList,
  parts: readonly (SourceList | SourceExtension)[],
  lists: ReadonlyMap<string | undefined, SourceList>,
  findings: Findings,
): void {
  const v = list.values;
  const items = parts.flatMap((part) => part.values.items ?? []);
  if (items.length === 0 && !v.source) findings.error(list.at('items'), 'empty-list');
  if (v.parentList !== undefined && !lists.has(v.parentList)) {
    findings.error(list.at('parentList'), 'unknown-code-list', { list: v.parentList });
  }
  if (v.pattern !== undefined) checkForms(list, items, v.pattern, findings);
  checkPeriods(items, findings);
  checkCodeNames(items, findings);
  if (isWhole(list)) {
    checkParents(list, items, lists, findings);
    checkSuccessions(parts, items, findings);
  }
}

/** Its items are all that it starts with: no rows come from elsewhere. */
const isWhole = ({ values: { source } }: SourceList) => !source?.values.rows && !source?.values.successions;

function checkForms(list: SourceList, items: readonly SourceItem[], pattern: string, findings: Findings): void {
  let isBad = false;
  checkPattern(pattern, (code, params) => {
    isBad = true;
    findings.error(list.at('pattern'), code, params);
  });
  if (isBad) return;
  const automaton = compilePattern(pattern);
  for (const item of items) {
    const { code } = item.values;
    if (code !== undefined && !automaton.matches(code)) findings.error(item.at('code'), 'code-form', { code, pattern });
  }
}

const FIRST = '0000-00-00';
const LAST = '9999-99-99';

function checkPeriods(items: readonly SourceItem[], findings: Findings): void {
  const periods = new Map<string, { from: string; to: string; place: Place }[]>();
  for (const item of items) {
    const { code, from = FIRST, to = LAST } = item.values;
    for (const name of ['from', 'to'] as const) checkDay(item.values[name], item.at(name), findings);
    if (from >= to) findings.error(item.at('to'), 'period-empty', { from, to });
    const others = periods.get(code ?? '') ?? [];
    const other = others.find((period) => from < period.to && period.from < to);
    if (other && code !== undefined) {
      findings.error(item.at('code'), 'duplicate-code', { code, place: writePlace(other.place) });
    }
    periods.set(code ?? '', [...others, { from, to, place: item.at('code') }]);
  }
}

function checkDay(day: string | undefined, place: Place, findings: Findings): void {
  if (day !== undefined && parseDay(day) === null) findings.error(place, 'no-such-day', { day });
}

function checkParents(
  list: SourceList,
  items: readonly SourceItem[],
  lists: ReadonlyMap<string | undefined, SourceList>,
  findings: Findings,
): void {
  const above = list.values.parentList === undefined ? undefined : lists.get(list.values.parentList);
  if (above && !isWhole(above)) return;
  const known = new Set((above ? (above.values.items ?? []) : items).map((item) => item.values.code));
  const parentOf = new Map(items.map((item) => [item.values.code, item.values.parent]));
  for (const item of items) {
    const { parent, code } = item.values;
    if (parent === undefined) continue;
    if (!known.has(parent)) findings.error(item.at('parent'), 'unknown-parent', { code: code ?? '', parent });
    else if (!above && isCircular(code, parentOf))
      findings.error(item.at('parent'), 'circular-parent', { code: code ?? '' });
  }
}

function isCircular(start: string | undefined, parentOf: ReadonlyMap<string | undefined, string | undefined>): boolean {
  let next = parentOf.get(start);
  for (let steps = 0; next !== undefined && steps <= parentOf.size; steps += 1) {
    if (next === start) return true;
    next = parentOf.get(next);
  }
  return false;
}

function checkSuccessions(
  parts: readonly (SourceList | SourceExtension)[],
  items: readonly SourceItem[],
  findings: Findings,
): void {
  const known = new Set(items.map((item) => item.values.code));
  for (const succession of parts.flatMap((part) => part.values.successions ?? [])) {
    checkDay(succession.values.day, succession.at('day'), findings);
    for (const side of ['from', 'to'] as const) {
      const code = succession.values[side];
      if (code !== undefined && !known.has(code)) findings.error(succession.at(side), 'unknown-code', { code });
    }
  }
}
