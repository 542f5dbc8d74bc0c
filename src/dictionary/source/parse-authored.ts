/** Entries as plain data in the authoring shape → the same source model that files give. */
import { Findings, type EntryRef } from './finding.ts';
import { isExtension, type Parsed, type Source } from './parse.ts';
import { PlainReader } from './plain-reader.ts';
import { readMap, type Placed, type Shape, type Values } from './reader.ts';
import * as shapes from './shapes.ts';

type Entry = Readonly<Record<string, unknown>>;

/** AUTHORING.md as plain JSON: what proposals, overlays and imports hold. */
export interface AuthoredDictionary {
  readonly settings?: Entry | undefined;
  readonly elements: readonly Entry[];
  readonly entities: readonly Entry[];
  readonly codeLists: readonly Entry[];
}

/** What names an entry among those of its kind; an entry without a name is called by its place. */
const KEYS: Readonly<Record<EntryRef['kind'], string>> = {
  element: 'code',
  entity: 'name',
  'code-list': 'code',
  settings: '',
};

export function parseAuthored(authored: AuthoredDictionary, languages: readonly string[]): Parsed {
  const findings = new Findings();
  const reader = (kind: EntryRef['kind'], data: Entry, i: number) => {
    const named = data[KEYS[kind]] ?? data['extends'];
    const key = kind === 'settings' ? kind : typeof named === 'string' ? named : `#${String(i + 1)}`;
    return new PlainReader({ kind, key }, data, languages, findings);
  };
  const read = <S extends Shape>(one: PlainReader, shape: S): Placed<Values<S>>[] => {
    const placed = readMap(one.root, one, shape);
    return placed ? [placed] : [];
  };
  const elements = authored.elements.flatMap((data, i) => {
    const one = reader('element', data, i);
    if (data['domain'] === undefined) one.error(one.root, 'missing-attribute', { name: 'domain' });
    return read(one, shapes.element).map((element) => ({ element, domain: element.values.domain ?? '' }));
  });
  const lists = authored.codeLists.map((data, i) => reader('code-list', data, i));
  const source: Source = {
    languages,
    settings: authored.settings && read(reader('settings', authored.settings, 0), shapes.settings)[0],
    elements,
    entities: authored.entities.flatMap((data, i) => read(reader('entity', data, i), shapes.entity)),
    codeLists: lists.filter(({ root }) => !isExtension(root)).flatMap((one) => read(one, shapes.codeList)),
    extensions: lists.filter(({ root }) => isExtension(root)).flatMap((one) => read(one, shapes.listExtension)),
  };
  return { source, findings: findings.all() };
}
