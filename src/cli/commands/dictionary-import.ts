/** `dictionary import`: files in a standard of the field → a proposal to review; works without a node. */
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { Format, Proposal } from '../../dictionary/import/index.ts';
import { readImport } from '../files.ts';
import { UsageError, type Answer, type CommandSpec, type Tool } from '../model.ts';

const FORMATS = [
  'artery',
  'excel',
  'odcs',
  'skos',
  'table-schema',
  'json-schema',
  'dsa',
  'ddl',
  'csv',
] as const satisfies readonly Format[];

/** Loaded when it is needed. */
const importer = () => import('../../dictionary/import/index.ts');

export const dictionaryImport: CommandSpec = {
  path: 'dictionary import',
  arguments: ['FILE…'],
  options: [
    { flags: '--format <format>', choices: FORMATS, word: 'import-format' },
    { flags: '--as <name>', word: 'import-as' },
    { flags: '--language <language>', word: 'import-language' },
    { flags: '--out <folder>', word: 'import-out' },
  ],
  examples: [
    'dictionary import contract.yaml --format odcs --json',
    'dictionary import schema.sql --format ddl --out ./proposal',
    'dictionary import people.csv --format csv --as person --language en',
  ],
  offline: true,
  run: async (tool, given) => {
    const format = given.text('format') as Format | undefined;
    if (format === undefined) throw new UsageError('format', { known: FORMATS.join(', ') });
    const language = given.text('language') ?? 'en';
    if (!/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language))
      throw new UsageError('import-language', { given: language });
    const { importFiles, ofFormat } = await importer();
    const search = (paths: readonly string[]) => ofFormat(paths, format);
    const files = given.args.flatMap((path) => filesOf(path, search)).map((file) => readImport(file));
    const proposal = await importFiles(files, { format, language, as: given.text('as') });
    const out = given.text('out');
    const written = out === undefined ? [] : await write(proposal, out);
    return say(tool, proposal, { written, read: files.length, out });
  },
};

/** A file, or what a folder holds of the format. @throws UsageError when there is none */
function filesOf(path: string, search: (paths: readonly string[]) => readonly string[]): string[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isFile()) return [path];
  if (!found?.isDirectory()) throw new UsageError('file-unreadable', { file: path });
  const inside = readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(path, join(entry.parentPath, entry.name)));
  const files = search(inside).map((file) => join(path, file));
  if (files.length === 0) throw new UsageError('file-unreadable', { file: path });
  return files.sort();
}

/** Only into a folder that holds nothing yet: a proposal never replaces what somebody wrote. */
async function write(proposal: Proposal, folder: string): Promise<string[]> {
  const name = basename(resolve(folder));
  if (!/^[a-z0-9-]+$/.test(name)) throw new UsageError('out-name', { folder });
  if (existsSync(folder) && readdirSync(folder).length > 0) throw new UsageError('out-not-empty', { folder });
  const { writeProposal } = await importer();
  return writeProposal(proposal, name).map(({ path, text }) => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  });
}

interface Reading {
  readonly written: readonly string[];
  readonly read: number;
  readonly out: string | undefined;
}

const MOST_SHOWN = 50;

async function say({ t }: Tool, proposal: Proposal, { written, read, out }: Reading): Promise<Answer> {
  const { describeImportFinding } = await importer();
  const findings = proposal.findings.map((one) => ({ ...one, message: describeImportFinding(one, t) }));
  const count = (severity: string) => findings.filter((one) => one.severity === severity).length;
  const counts = {
    files: read,
    elements: proposal.elements.length,
    entities: proposal.entities.length,
    codeLists: proposal.codeLists.length,
    codes: proposal.codeLists.reduce((sum, list) => sum + ((list['items'] as unknown[] | undefined)?.length ?? 0), 0),
    unresolved: proposal.unresolved.length,
    errors: count('error'),
    warnings: count('warning'),
    notes: count('note'),
  };
  const serious = findings.filter((one) => one.severity !== 'note');
  const ordered = [
    ...serious.filter((one) => one.severity === 'error'),
    ...serious.filter((one) => one.severity === 'warning'),
  ];
  const places = ordered.slice(0, MOST_SHOWN).map((one) => {
    const place = [one.file, one.line, one.line === undefined ? one.pointer : undefined].filter(
      (part) => part !== undefined,
    );
    return `${place.join(':')}: ${t(`proposal:severity.${one.severity}`)}: ${one.message}`;
  });
  const more = ordered.length > MOST_SHOWN ? [t('cli:import.more', { count: ordered.length - MOST_SHOWN })] : [];
  return {
    data: {
      counts,
      findings,
      unresolved: proposal.unresolved,
      hash: proposal.hash,
      ...(proposal.planHash !== undefined && { planHash: proposal.planHash }),
      ...(out !== undefined && { files: written }),
    },
    lines: [
      ...places,
      ...more,
      t('proposal:counts', counts),
      t('proposal:found', counts),
      t('proposal:hash', { hash: proposal.hash }),
      ...(proposal.planHash === undefined ? [] : [t('proposal:plan', { hash: proposal.planHash })]),
      ...(out === undefined ? [] : [t('proposal:written', { count: written.length, folder: out })]),
    ],
    findings: counts.errors > 0,
  };
}
