/** What a dictionary compiles to and is exported as: files in a folder, made of files, without a node. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { OutputFile, Target } from '../../dictionary/index.ts';
import { UsageError, type CommandSpec, type Given, type Tool } from '../model.ts';
import { compiler, profileOf } from '../plan-source.ts';
import { compile } from './dictionary.ts';

/** What is written when no target is named: what a node needs of a dictionary. */
const USUAL = ['ddl', 'json-schema', 'typescript'] as const;

/** The whole dictionary as its authors write it: a folder of YAML, or one workbook. */
const OWN = ['artery', 'excel'] as const;

const run = (option: 'target' | 'format') => async (tool: Tool, given: Given) => {
  const folder = given.text('out');
  if (folder === undefined) throw new UsageError('out-missing');
  const dictionary = await compiler();
  const asked = given.text(option);
  const own = option === 'format' ? OWN.find((name) => name === asked) : undefined;
  if (!own) refuseUnknown(asked, option, dictionary);
  const { plan, said, lines } = await compile(tool, given.args);
  if (!plan) return { data: { ok: false, findings: said, files: [] }, lines, findings: true };
  const only = given.text('only');
  const chapter = only === undefined ? plan : dictionary.chapterOf(plan, only);
  if (!chapter) throw new UsageError('unknown-chapter', { given: only ?? '' });
  const ready = { ...(await prepare(tool, given, plan)), plan: chapter };
  const names: string[] = [];
  const write = ({ name, content }: OutputFile) => {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    names.push(file);
  };
  mkdirSync(folder, { recursive: true });
  if (asked === undefined) write({ name: 'plan.json', content: `${JSON.stringify(plan, null, 2)}\n` });
  if (own === 'artery') {
    for (const { path, text } of dictionary.writeDictionary(plan, basename(resolve(folder))))
      write({ name: path, content: text });
  }
  if (own === 'excel') write({ name: 'dictionary.xlsx', content: await dictionary.writeWorkbook(plan) });
  for (const target of own ? [] : targetsOf(asked, dictionary.isTarget))
    for await (const file of dictionary.compileTarget(target, ready)) write(file);
  const end = tool.t('cli:dictionary.compiled', { count: names.length, folder, hash: plan.hash.slice(0, 12) });
  return { data: { ok: true, hash: plan.hash, findings: said, files: names }, lines: [...lines, end] };
};

/** @throws UsageError */
function refuseUnknown(asked: string | undefined, option: string, { targets, isTarget }: Dictionary): void {
  const known = [...new Set([...(option === 'format' ? OWN : []), ...targets])].join(', ');
  if (asked === undefined && option === 'format') throw new UsageError('format', { known });
  if (asked !== undefined && !isTarget(asked)) throw new UsageError('unknown-target', { given: asked, known });
}

type Dictionary = Awaited<ReturnType<typeof compiler>>;

const targetsOf = (asked: string | undefined, isTarget: (name: string) => name is Target): readonly Target[] =>
  asked === undefined ? USUAL : isTarget(asked) ? [asked] : [];

type Compiled = NonNullable<Awaited<ReturnType<typeof compile>>['plan']>;

async function prepare(tool: Tool, given: Given, plan: Compiled) {
  const { prepareTargets, outwardOf, isBaseIri } = await compiler();
  const outward = outwardOf(profileOf(tool, given.args));
  if (outward.baseIri !== undefined && !isBaseIri(outward.baseIri))
    throw new UsageError('base-iri', { given: outward.baseIri });
  const { language } = tool;
  return prepareTargets(plan, { ...outward, language, release: 1, translator: (tag) => tool.words.translator(tag) });
}

const compileTo: CommandSpec = {
  path: 'dictionary compile',
  arguments: ['[PROFILE]'],
  options: [
    { flags: '--target <target>', word: 'compile-target' },
    { flags: '--only <name>', word: 'compile-only' },
    { flags: '--out <folder>', word: 'compile-out' },
  ],
  examples: [
    'dictionary compile --out ./compiled',
    'dictionary compile vn-party --out ./compiled',
    'dictionary compile --target odcs --out ./contracts',
    'dictionary compile vn-party --target book --only party_member --out ./chapter',
  ],
  offline: true,
  run: run('target'),
};

const exportAs: CommandSpec = {
  path: 'dictionary export',
  arguments: ['[PROFILE]'],
  options: [
    { flags: '--format <format>', word: 'compile-target' },
    { flags: '--only <name>', word: 'compile-only' },
    { flags: '--out <folder>', word: 'compile-out' },
  ],
  examples: [
    'dictionary export vn-party --format artery --out ./dictionary',
    'dictionary export vn-party --format excel --out ./dictionary',
    'dictionary export --format skos --out ./lists',
    'dictionary export --format book --out ./book',
  ],
  offline: true,
  run: run('format'),
};

export const targetCommands: readonly CommandSpec[] = [compileTo, exportAs];
