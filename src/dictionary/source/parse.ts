/** Authoring files → a source model with places. Structure only; what belongs together is `check.ts`. */
import { isMap } from 'yaml';
import { Findings, type DictionaryFinding } from './finding.ts';
import { entries, FileReader, readMap, type Shape, type SourceFile, type Placed, type Values } from './reader.ts';
import * as shapes from './shapes.ts';

export interface Source {
  readonly languages: readonly string[];
  readonly settings: shapes.SourceSettings | undefined;
  /** Each with the domain its file stands for. */
  readonly elements: readonly { readonly element: shapes.SourceElement; readonly domain: string }[];
  readonly entities: readonly shapes.SourceEntity[];
  readonly codeLists: readonly shapes.SourceList[];
  readonly extensions: readonly shapes.SourceExtension[];
}

export interface Parsed {
  readonly source: Source;
  readonly findings: readonly DictionaryFinding[];
}

/** @param files the `dictionary/` folder, paths inside the profile */
export function parseDictionary(files: readonly SourceFile[], languages: readonly string[]): Parsed {
  const findings = new Findings();
  /** One file after the other: a file's syntax tree is left behind before the next is read. */
  const each = <T>(folder: string, read: (reader: FileReader) => readonly T[]): T[] => {
    const own = new RegExp(`^dictionary/${folder}.*\\.ya?ml$`);
    return files
      .filter((file) => own.test(file.path))
      .flatMap((file) => read(new FileReader(file, languages, findings)));
  };
  const [settings] = each('settings', (reader) => [readMap(reader.root, reader, shapes.settings)]);
  const codeFiles = each('codes/', (reader) => entries(reader, 'lists').nodes.map((node) => ({ node, reader })));
  const source: Source = {
    languages,
    settings,
    elements: each('elements/', (reader) =>
      readAll(reader, 'elements', shapes.element).map((element) => ({ element, domain: domainOf(reader.file.path) })),
    ),
    entities: each('entities/', (reader) => readAll(reader, 'entities', shapes.entity)),
    codeLists: codeFiles
      .filter(({ node }) => !isExtension(node))
      .flatMap(({ node, reader }) => readMap(node, reader, shapes.codeList) ?? []),
    extensions: codeFiles
      .filter(({ node }) => isExtension(node))
      .flatMap(({ node, reader }) => readMap(node, reader, shapes.listExtension) ?? []),
  };
  return { source, findings: findings.all() };
}

export const isExtension = (node: unknown): boolean => isMap(node) && node.has('extends');

const domainOf = (path: string) => (path.split('/').at(-1) ?? '').replace(/\.ya?ml$/, '');

function readAll<S extends Shape>(reader: FileReader, name: string, shape: S): Placed<Values<S>>[] {
  const { nodes, defaults } = entries(reader, name);
  const common = defaults ? readMap(defaults, reader, shape, { partly: true })?.values : undefined;
  return nodes.flatMap((node) => readMap(node, reader, shape, common ? { defaults: common } : {}) ?? []);
}
