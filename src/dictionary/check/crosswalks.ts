/** Rules about crosswalks: lists and codes that exist, shares that add up, no code within itself, the day where it matters. */
import { checkLinks, circularLinks, type PlacedLink } from '../crosswalks/check-links.ts';
import { successionGraph } from '../codes/succession-graph.ts';
import type { CodeSuccession, CrosswalkLink } from '../plan.ts';
import { parseDay } from '../expression/civil.ts';
import type { Findings, Place } from '../source/finding.ts';
import type { Source } from '../source/parse.ts';
import type { SourceCrosswalk, SourceItem, SourceList } from '../source/shapes.ts';

interface Known {
  readonly list: SourceList;
  readonly items: readonly SourceItem[];
  readonly successions: readonly CodeSuccession[];
  /** False when codes come from elsewhere, so that what is not written here may be there all the same. */
  readonly whole: boolean;
}

export function checkCrosswalks(source: Source, findings: Findings): void {
  const known = new Map(source.codeLists.map((list) => [list.values.code ?? '', knownOf(list, source)]));
  const seen = new Set<string>();
  const all = crosswalksOf(source);
  for (const { code, crosswalk } of all) {
    const { to = '', on = '', toOn = '' } = crosswalk.values;
    const key = [code, to, on, toOn].join('\n');
    if (seen.size === seen.add(key).size) findings.error(crosswalk.at('to'), 'crosswalk-twice', { from: code, to });
    checkOne(code, { findings, crosswalk, own: known.get(code), other: known.get(to) });
  }
  const linked = all.flatMap(linksOf);
  for (const place of circularLinks(linked.map((one) => one.link))) {
    const one = linked[place];
    if (one) findings.error(one.place, 'crosswalk-circle', { code: one.code });
  }
}

interface Owned {
  /** The list that states it. */
  readonly code: string;
  readonly crosswalk: SourceCrosswalk;
}

const crosswalksOf = ({ codeLists, extensions }: Source): readonly Owned[] => [
  ...codeLists.flatMap(({ values }) =>
    (values.crosswalks ?? []).map((crosswalk) => ({ code: values.code ?? '', crosswalk })),
  ),
  ...extensions.flatMap(({ values }) =>
    (values.crosswalks ?? []).map((crosswalk) => ({ code: values.extends ?? '', crosswalk })),
  ),
];

interface Linked {
  readonly link: PlacedLink;
  readonly place: Place;
  readonly code: string;
}

function linksOf({ code, crosswalk }: Owned): readonly Linked[] {
  const { to = '', on = '', toOn = '', links = [] } = crosswalk.values;
  return links.flatMap((link): Linked[] => {
    const { from, to: target, kind } = link.values;
    if (from === undefined || target === undefined || kind === undefined) return [];
    const ends = { from: `${code}@${on}/${from}`, to: `${to}@${toOn}/${target}` };
    return [{ link: { ...ends, kind }, place: link.at('from'), code: from }];
  });
}

function knownOf(list: SourceList, source: Source): Known {
  const parts = [list, ...source.extensions.filter((extension) => extension.values.extends === list.values.code)];
  const { source: from } = list.values;
  return {
    list,
    items: parts.flatMap((part) => part.values.items ?? []),
    successions: parts
      .flatMap((part) => part.values.successions ?? [])
      .map(({ values }) => ({
        from: values.from ?? '',
        to: values.to ?? '',
        day: values.day ?? '',
        kind: values.kind ?? 'part',
      })),
    whole: !from?.values.rows && !from?.values.successions,
  };
}

interface Scene {
  readonly findings: Findings;
  readonly crosswalk: SourceCrosswalk;
  readonly own: Known | undefined;
  readonly other: Known | undefined;
}

function checkOne(code: string, { findings, crosswalk, own, other }: Scene): void {
  const { to = '', on, toOn, links = [] } = crosswalk.values;
  for (const name of ['on', 'toOn'] as const) {
    const day = crosswalk.values[name];
    if (day !== undefined && parseDay(day) === null) findings.error(crosswalk.at(name), 'no-such-day', { day });
  }
  if (!other) return findings.error(crosswalk.at('to'), 'unknown-code-list', { list: to });
  if (code === to && (on === undefined || toOn === undefined || on === toOn)) {
    return findings.error(crosswalk.at('to'), 'crosswalk-to-itself', { list: code });
  }
  const written = links.flatMap((link) => {
    const { from, to: target, kind, share } = link.values;
    if (from === undefined || target === undefined || kind === undefined) return [];
    const said: CrosswalkLink = { from, to: target, kind, ...(share !== undefined && { share }) };
    return [{ said, link }];
  });
  const sides = { from: code, to, fromCodes: codesOn(own, on), toCodes: codesOn(other, toOn) };
  const faults = checkLinks(
    written.map((one) => one.said),
    sides,
  );
  for (const { link: place, fault, code: about, list } of faults) {
    const at = written[place]?.link.at('from') ?? crosswalk.at('links');
    findings.error(at, `crosswalk-${fault}`, { code: about, list });
  }
  const used = written.filter((_, place) => !faults.some((one) => one.link === place)).map((one) => one.said);
  askDay(crosswalk, { known: own, day: on, attribute: 'on', codes: used.map((link) => link.from) }, findings);
  askDay(crosswalk, { known: other, day: toOn, attribute: 'toOn', codes: used.map((link) => link.to) }, findings);
}

/** Codes in force on the day; without a day, any that the list ever had. Undefined where they are not all written here. */
function codesOn(known: Known | undefined, day: string | undefined): ReadonlySet<string> | undefined {
  if (!known?.whole) return undefined;
  const items = known.items.filter(({ values: { from = '', to = '9999-99-99' } }) =>
    day === undefined ? true : from <= day && day < to,
  );
  return new Set(items.flatMap((item) => item.values.code ?? []));
}

interface Side {
  readonly known: Known | undefined;
  readonly day: string | undefined;
  readonly attribute: 'on' | 'toOn';
  readonly codes: readonly string[];
}

/** A code that stood for several units is told with its day only. */
function askDay(crosswalk: SourceCrosswalk, { known, day, attribute, codes }: Side, findings: Findings): void {
  if (day !== undefined || !known) return;
  const items = known.items.map(({ values: { code = '', names = {}, from, to } }) => ({
    code,
    names,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  }));
  const graph = successionGraph(items, known.successions);
  const reused = codes.find((code) => graph.resolve(code, undefined).reason === 'day-needed');
  if (reused !== undefined) {
    findings.error(crosswalk.at('to'), 'crosswalk-day-needed', { code: reused, attribute });
  }
}
