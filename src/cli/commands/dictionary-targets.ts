/** What a dictionary compiles to and is exported as: files in a folder, made of files; an export may be a node's. */
import { basename, resolve } from 'node:path';
import type { DictionaryFormat } from '../../dictionary/contract.ts';
import type { Plan, Target } from '../../dictionary/index.ts';
import { UsageError, type CommandSpec, type Given, type Tool } from '../model.ts';
import { compiler, planFileOf, profileOf, readPlan } from '../plan-source.ts';
import { exportFromNode, isFromNode, openFolder, sayLosses } from './dictionary-from-node.ts';
import { compile } from './dictionary.ts';

/** What is written when no target is named: what a node needs of a dictionary. */
const USUAL = ['ddl', 'json-schema', 'typescript'] as const;

/** What only `export` knows: the dictionary as its authors write it, and templates under a name of their own. */
const OWN = ['artery', 'excel', 'templates'] as const satisfies readonly DictionaryFormat[];

type Dictionary = Awaited<ReturnType<typeof compiler>>;

const run = (option: 'target' | 'format') => async (tool: Tool, given: Given) => {
  const folder = given.text('out');
  if (folder === undefined) throw new UsageError('out-missing');
  const dictionary = await compiler();
  const asked = given.text(option);
  const format = option === 'format' ? formatOf(asked, dictionary) : undefined;
  if (option === 'target') refuseUnknown(asked, dictionary);
  if (format && isFromNode(tool, given)) return exportFromNode(tool, given, { format, folder });
  const { plan, said, lines, outward, release } = await sourceOf(tool, given.args);
  if (!plan) return { data: { ok: false, findings: said, files: [] }, lines, findings: true };
  const ready = prepare(tool, { plan, outward, release, only: given.text('only') }, dictionary);
  const files = openFolder(folder);
  if (asked === undefined) files.write({ name: 'plan.json', content: `${JSON.stringify(plan, null, 2)}\n` });
  const made = format
    ? [dictionary.exportFiles(format, ready, basename(resolve(folder)))]
    : targetsOf(asked, dictionary).map((target) => dictionary.compileTarget(target, ready));
  for (const output of made) for await (const file of output) files.write(file);
  const count = files.names.length;
  const end = tool.t('cli:dictionary.compiled', { count, folder, hash: plan.hash.slice(0, 12) });
  const data = { ok: true, hash: plan.hash, findings: said, files: files.names };
  return { data, lines: [...lines, ...sayLosses(tool, files.names), end] };
};

/** @throws UsageError */
function formatOf(asked: string | undefined, { targets, isTarget }: Dictionary): DictionaryFormat {
  const known = [...new Set<string>([...OWN, ...targets])].join(', ');
  if (asked === undefined) throw new UsageError('format', { known });
  const own = OWN.find((name) => name === asked);
  if (own) return own;
  if (!isTarget(asked) || asked === 'excel') throw new UsageError('unknown-target', { given: asked, known });
  return asked;
}

/** @throws UsageError */
function refuseUnknown(asked: string | undefined, { targets, isTarget }: Dictionary): void {
  if (asked !== undefined && !isTarget(asked))
    throw new UsageError('unknown-target', { given: asked, known: targets.join(', ') });
}

const targetsOf = (asked: string | undefined, { isTarget }: Dictionary): readonly Target[] =>
  asked === undefined ? USUAL : isTarget(asked) ? [asked] : [];

type Outward = ReturnType<Dictionary['outwardOf']>;

/** A profile by its files, or a plan that was compiled or released: such a one names no publisher of its own. */
async function sourceOf(tool: Tool, args: readonly string[]) {
  const [asked] = args;
  const { outwardOf } = await compiler();
  const file = asked === undefined ? undefined : planFileOf(asked);
  if (file === undefined) {
    return { ...(await compile(tool, args)), outward: outwardOf(profileOf(tool, args)), release: 1 };
  }
  const { plan, release } = await readPlan(tool, file);
  const outward: Outward =
    tool.config.profile === undefined ? { publisher: {}, isInvented: false } : outwardOf(profileOf(tool, []));
  return { plan, said: [], lines: [], outward, release: release?.number ?? 1 };
}

interface Preparing {
  readonly plan: Plan;
  readonly outward: Outward;
  readonly release: number;
  readonly only: string | undefined;
}

/** @throws UsageError */
function prepare(tool: Tool, { plan, outward, release, only }: Preparing, dictionary: Dictionary) {
  const chapter = only === undefined ? plan : dictionary.chapterOf(plan, only);
  if (!chapter) throw new UsageError('unknown-chapter', { given: only ?? '' });
  if (outward.baseIri !== undefined && !dictionary.isBaseIri(outward.baseIri))
    throw new UsageError('base-iri', { given: outward.baseIri });
  const { language } = tool;
  const translator = (tag: string) => tool.words.translator(tag);
  const ready = dictionary.prepareTargets(plan, { ...outward, language, release, translator });
  return { ...ready, plan: chapter };
}

const compileTo: CommandSpec = {
  path: 'dictionary compile',
  arguments: ['[PROFILE-OR-PLAN]'],
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
  arguments: ['[PROFILE-OR-PLAN]'],
  options: [
    { flags: '--format <format>', word: 'export-format' },
    { flags: '--only <name>', word: 'compile-only' },
    { flags: '--release <number>', number: true, word: 'export-release' },
    { flags: '--out <folder>', word: 'compile-out' },
  ],
  examples: [
    'dictionary export vn-party --format artery --out ./dictionary',
    'dictionary export vn-party --format excel --out ./dictionary',
    'dictionary export --format skos --out ./lists',
    'dictionary export --format book --out ./book',
    'dictionary export release-3.json --format odcs --out ./contracts',
    'dictionary export --format artery --release 3 --out ./dictionary',
    'dictionary export --format artery --out ./dictionary --node https://node.example --key key.txt',
  ],
  run: run('format'),
};

export const targetCommands: readonly CommandSpec[] = [compileTo, exportAs];
