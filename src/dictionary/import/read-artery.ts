/** Our own YAML → a proposal as it stands: structure checked with places, defaults of a file spread over its entries. */
import { authorPlan } from '../author/author-plan.ts';
import { compileDictionary } from '../compile.ts';
import type { SourceFile } from '../source/reader.ts';
import { isObj, listOf, readDocument, type Obj } from './document.ts';
import type { ImportFindings, Authored, Opened, Unresolved } from './model.ts';
import { refuseOther } from './open-file.ts';

export interface ArteryReading {
  readonly languages: readonly string[];
  readonly elements: readonly Authored[];
  readonly entities: readonly Authored[];
  readonly codeLists: readonly Authored[];
  readonly settings?: Authored;
  readonly contracts?: readonly Authored[];
  readonly unresolved: readonly Unresolved[];
  readonly planHash?: string;
}

/** Findings about what another part of the dictionary may hold. */
export const ELSEWHERE: ReadonlySet<string> = new Set(['unknown-code-list', 'unknown-entity', 'unknown-element']);

type Part = 'elements' | 'entities' | 'codes' | 'settings' | 'profile' | 'unresolved' | 'contracts';

/** Files of a `dictionary/` folder, with or without the folder; what a file holds is seen from what it says. */
export function readArtery(files: readonly Opened[], findings: ImportFindings): ArteryReading {
  const parts: { part: Part; data: unknown; opened: Opened }[] = [];
  for (const opened of files) {
    const document = readDocument(opened);
    if (!document) continue;
    const part = partOf(document.data);
    if (part) parts.push({ part, data: document.data, opened });
    else refuseOther(opened);
  }
  const of = (part: Part) => parts.filter((one) => one.part === part);
  const languages = languagesOf(
    of('profile').map(({ data }) => data),
    parts.map(({ data }) => data),
  );
  const sources = parts.flatMap(({ part, opened }) => sourceOf(part, opened));
  const { plan, findings: said } = compileDictionary(sources, languages);
  for (const { file, line, column, severity, code, params } of said) {
    // A part of a dictionary may name what another part holds, and needs no settings of its own.
    if (code === 'settings-missing') continue;
    const report = severity === 'error' && !ELSEWHERE.has(code) ? findings.error : findings.warn;
    report({ file, line, pointer: `column ${String(column)}` }, `source.${code}`, params);
  }
  const settings = of('settings')
    .map(({ data }) => data as Obj)
    .at(-1);
  const rest = {
    languages,
    contracts: of('contracts').flatMap(({ data }) => listOf((data as Obj)['contracts']).filter(isObj)),
    unresolved: of('unresolved').flatMap(({ data }) => listOf((data as Obj)['unresolved']).flatMap(openOf)),
  };
  // A whole dictionary is proposed as it is authored from its plan: one hash, however it was written down.
  if (plan && settings && !isDefault(settings)) return { ...authorPlan(plan), ...rest, planHash: plan.hash };
  return {
    ...rest,
    elements: of('elements').flatMap(({ data, opened }) =>
      spread(data, 'elements').map((one) => withDomain(one, opened.file)),
    ),
    entities: of('entities').flatMap(({ data }) => spread(data, 'entities')),
    codeLists: of('codes').flatMap(({ data }) => spread(data, 'lists')),
    ...(settings && !isDefault(settings) && { settings }),
  };
}

/** The settings that an export writes because a dictionary cannot be without. */
export const DEFAULT_SETTINGS: Authored = { edition: 'import' };
const isDefault = (settings: Obj) =>
  Object.keys(settings).length === 1 && settings['edition'] === DEFAULT_SETTINGS['edition'];

function openOf(one: unknown): Unresolved[] {
  if (!isObj(one) || typeof one['element'] !== 'string' || typeof one['target'] !== 'string') return [];
  return [
    {
      element: one['element'],
      target: one['target'],
      status: one['status'] === 'other-system' ? 'other-system' : 'unknown',
    },
  ];
}

const ELEMENT = ['physicalName', 'dataType', 'tier', 'secrecy'];

const WRAPPED: Readonly<Record<string, Part>> = {
  elements: 'elements',
  entities: 'entities',
  lists: 'codes',
  unresolved: 'unresolved',
  contracts: 'contracts',
};
const LIST = ['items', 'source', 'parentList', 'successions'];

function partOf(data: unknown): Part | undefined {
  if (isObj(data)) {
    const wrapped = Object.keys(WRAPPED).find((name) => Array.isArray(data[name]));
    if (wrapped !== undefined) return WRAPPED[wrapped];
    if (typeof data['edition'] === 'string') return 'settings';
    if (Array.isArray(data['languages']) && typeof data['name'] === 'string') return 'profile';
  }
  const first: unknown = Array.isArray(data) ? data[0] : data;
  return isObj(first) ? partOfEntry(first) : undefined;
}

function partOfEntry(entry: Obj): Part | undefined {
  const uses = listOf(entry['fields']);
  if (uses.length > 0 && uses.every((one) => isObj(one) && 'element' in one)) return 'entities';
  if (ELEMENT.filter((name) => name in entry).length >= 2) return 'elements';
  const isList = 'code' in entry || 'extends' in entry;
  return isList && LIST.some((name) => name in entry) ? 'codes' : undefined;
}

/** Entries of a file, each with the defaults of the file. */
function spread(data: unknown, name: string): Authored[] {
  if (Array.isArray(data)) return data.filter(isObj);
  if (!isObj(data)) return [];
  if (!Array.isArray(data[name])) return [data];
  const defaults = isObj(data['defaults']) ? data['defaults'] : {};
  return (data[name] as unknown[]).filter(isObj).map((one) => ({ ...defaults, ...one }));
}

const stemOf = (file: string) => file.replace(/^.*\//, '').replace(/\.ya?ml$/, '');
const withDomain = (element: Authored, file: string): Authored =>
  'domain' in element ? element : { ...element, domain: stemOf(file) };

const FOLDERS: Readonly<Record<string, string>> = { elements: 'elements', entities: 'entities', codes: 'codes' };

function sourceOf(part: Part, { file, text }: Opened): SourceFile[] {
  if (part === 'settings') return [{ file, path: 'dictionary/settings.yaml', text }];
  const folder = FOLDERS[part];
  return folder === undefined ? [] : [{ file, path: `dictionary/${folder}/${stemOf(file)}.yaml`, text }];
}

/** Of the profile when it is among the files, else those in which names are written. */
function languagesOf(profiles: readonly unknown[], all: readonly unknown[]): readonly string[] {
  const declared = profiles.flatMap((one) => listOf((one as Obj)['languages']).map(String));
  if (declared.length > 0) return [...new Set(declared)];
  const entries = all.flatMap((data) => ['elements', 'entities', 'lists'].flatMap((name) => spread(data, name)));
  const found = new Set(entries.flatMap((one) => (isObj(one['names']) ? Object.keys(one['names']) : [])));
  return [...found].sort();
}
