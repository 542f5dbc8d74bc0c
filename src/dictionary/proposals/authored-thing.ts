/** A half-typed authored entry as something that can be compared: whatever is not of its shape yet is left out. Pure. */
import type { Texts } from '../../platform/texts.ts';
import type { Authored } from '../import/model.ts';
import type { Plan } from '../plan.ts';
import { findTwins, type FoundTwin, type Wanted } from './find-twins.ts';
import { meaningOf, thingOf, twinIndex, type Described, type Thing } from './twin-index.ts';

type Obj = Readonly<Record<string, unknown>>;
const isObj = (value: unknown): value is Obj => typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const wordsIn = (value: unknown): string[] => listOf(value).flatMap((one) => textOf(one) ?? []);

function textsOf(value: unknown): Texts | undefined {
  if (!isObj(value)) return undefined;
  return Object.fromEntries(Object.entries(value).filter((one): one is [string, string] => typeof one[1] === 'string'));
}

function describe(kind: Thing['kind'], key: string, authored: Authored): Described {
  const { synonyms, codeList } = authored;
  return {
    kind,
    key,
    names: textsOf(authored['names']),
    definition: textsOf(authored['definition']),
    synonyms: isObj(synonyms)
      ? Object.fromEntries(Object.entries(synonyms).map(([language, words]) => [language, wordsIn(words)]))
      : undefined,
    oldNames: wordsIn(authored['oldNames']),
    physicalName: textOf(authored['physicalName']),
    dataType: textOf(authored['dataType']),
    pattern: textOf(authored['pattern']),
    list: textOf(codeList) ?? (isObj(codeList) ? textOf(codeList['list']) : undefined),
    references: textOf(authored['references']),
    objectClass: textsOf(authored['objectClass']),
    property: textsOf(authored['property']),
  };
}

/** Entries that it says itself to replace, map to or extend. */
function knownOf(authored: Authored): ReadonlySet<string> {
  const named = ['supersedes', 'maps', 'extends'].flatMap((name) => {
    const value = authored[name];
    const all = Array.isArray(value) ? (value as unknown[]) : [value];
    return all.flatMap((one) => textOf(one) ?? (isObj(one) ? (textOf(one['element']) ?? []) : []));
  });
  return new Set(named);
}

export interface HalfTyped {
  readonly kind: Thing['kind'];
  /** Its own key, which is no twin of it. */
  readonly key: string;
  readonly authored: Authored;
}

/** @param lists lists that are proposed together with it, by code */
export function twinsOf(
  plan: Plan,
  { kind, key, authored }: HalfTyped,
  { lists, ...wanted }: Wanted & { readonly lists?: ReadonlyMap<string, Authored> } = {},
): FoundTwin[] {
  const index = twinIndex(plan);
  const described = describe(kind, key, authored);
  const namesOf = (list: Authored) =>
    meaningOf(listOf(list['items']).map((item) => (isObj(item) ? (textsOf(item['names']) ?? {}) : {})));
  const proposed = described.list === undefined ? undefined : lists?.get(described.list);
  const codes =
    kind === 'code-list' ? namesOf(authored) : proposed ? namesOf(proposed) : index.codes.get(described.list ?? '');
  const thing = thingOf(described, codes && codes.size > 0 ? codes : undefined);
  return findTwins(index, thing, { ...wanted, known: knownOf(authored) });
}
