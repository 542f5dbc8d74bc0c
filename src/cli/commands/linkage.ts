/** Who is who, over files: links with their reasons, a batch against what is known, and one person asked for. */
import { existsSync } from 'node:fs';
import { mkdtempDisposable, rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type {
  Linkage,
  LinkageFinding,
  LinkDecision,
  LinkSummary,
  RowSource,
  TruthFigures,
} from '../../registers/linkage/index.ts';
import { readText, sizeOf } from '../files.ts';
import { rowFile } from '../linkage-rows.ts';
import {
  freshRun,
  linkage,
  openRun,
  placesFor,
  runFolder,
  sayFinding,
  settingsOf,
  withFileWords,
} from '../linkage-source.ts';
import { UsageError, type Answer, type CommandSpec, type Given, type Tool } from '../model.ts';
import { explain } from './linkage-explain.ts';
import { lookup } from './lookup.ts';

const link: CommandSpec = {
  path: 'link',
  arguments: ['LEFT', '[RIGHT]'],
  options: [
    { flags: '--entity <name>', word: 'link-entity' },
    { flags: '--out <file>', word: 'link-out' },
    { flags: '--truth <column>', word: 'link-truth' },
    { flags: '--decisions <file>', word: 'link-decisions' },
    { flags: '--duplicates', word: 'link-duplicates' },
    { flags: '--into <folder>', word: 'link-into' },
    { flags: '--run <folder>', word: 'link-run' },
  ],
  examples: [
    'link members.csv population.csv --entity person --out links.csv',
    'link members.xlsx --entity person --out links.csv',
    'link a.csv b.csv --entity person --truth person_no --json',
    'link new.csv --into artery-link --out links.csv',
  ],
  offline: true,
  run: (tool, given) => withFileWords(() => run(tool, given)),
};

async function run(tool: Tool, given: Given): Promise<Answer> {
  const files = given.args;
  for (const file of files) sizeOf(file);
  const into = given.text('into');
  if (into !== undefined && files.length > 1) throw new UsageError('link-into-one');
  const folder = into ?? runFolder(given);
  await using opened = into === undefined ? await begin(tool, given, folder) : await openRun(into);
  const truth = truthOf(given);
  await using tables = await mkdtempDisposable(join(tmpdir(), 'artery-link-'));
  const sources: RowSource[] = [];
  for (const [i, file] of files.entries()) {
    const rows = await rowFile(file, opened.model.settings, tables.path);
    sources.push({ file: rows, truth: truth.column, name: sourceName(files, i) });
  }
  const { linkFiles, linkBatch, noteDecisions, relink, summarise } = await linkage();
  if (into === undefined) await linkFiles(opened, sources);
  else for (const source of sources) await linkBatch(opened, source);
  const decisions = decisionsIn(given.text('decisions'));
  const noted = decisions.length === 0 ? [] : await noteDecisions(opened, decisions);
  if (decisions.length > 0) await relink(opened);
  const summary = await summarise(opened, noted);
  const figures = given.text('truth') === undefined ? undefined : await measure(opened, truth.file);
  const written = await write(opened, folder, given.text('out'));
  return say(tool, { summary, figures, written, folder });
}

async function begin(tool: Tool, given: Given, folder: string): Promise<Linkage> {
  const entity = given.text('entity');
  if (entity === undefined) throw new UsageError('link-entity-missing');
  const settings = await settingsOf(tool, entity);
  const places = await placesFor(tool, settings);
  const { beginLinkage } = await linkage();
  const distinct = given.args.length > 1 && !given.flag('duplicates');
  return beginLinkage({ settings, places, distinct, file: freshRun(folder), scratch: join(folder, 'scratch') });
}

/** Two files of one name are told apart by their order. */
const sourceName = (files: readonly string[], i: number) => {
  const name = (files[i] ?? '').split('/').at(-1) ?? '';
  const before = files.slice(0, i).filter((file) => file.split('/').at(-1) === name).length;
  return before === 0 ? name : `${name}#${String(before + 1)}`;
};

/** A file with pairs of keys, when there is one of that name; else a column. */
function truthOf(given: Given): { file?: string; column?: string } {
  const asked = given.text('truth');
  if (asked === undefined) return {};
  return existsSync(asked) ? { file: asked } : { column: asked };
}

const measure = async (opened: Linkage, file: string | undefined) => (await linkage()).measureTruth(opened, file);

const KINDS = ['same', 'different', 'split'] as const;

/** `decision,left,right`, as in a review queue that somebody filled in; an empty decision is none yet. */
function decisionsIn(file: string | undefined): LinkDecision[] {
  if (file === undefined) return [];
  const rows: Record<string, string>[] = parse(readText(file), {
    columns: true,
    bom: true,
    skip_empty_lines: true,
    trim: true,
  });
  return rows.flatMap(({ decision = '', left = '', right = '', left_source, right_source }, i) => {
    if (decision === '') return [];
    const kind = KINDS.find((one) => one === decision);
    if (!kind) throw new UsageError('link-decision', { given: decision, line: i + 2, known: KINDS.join(', ') });
    const of = (source: string | undefined, key: string) => (source ? `${source}:${key}` : key);
    return [{ kind, a: of(left_source, left), ...(right !== '' && { b: of(right_source, right) }) }];
  });
}

/** Each file appears when it is whole. */
async function write(opened: Linkage, folder: string, out: string | undefined): Promise<string[]> {
  const { writeClusters, writeLinks, writeReview } = await linkage();
  const wanted = [
    ...(out === undefined ? [] : [[writeLinks, out] as const]),
    [writeReview, join(folder, 'review.csv')] as const,
    [writeClusters, join(folder, 'clusters.csv')] as const,
  ];
  for (const [writer, file] of wanted) {
    await writer(opened, `${file}.part`);
    await rename(`${file}.part`, file);
  }
  return wanted.map(([, file]) => file);
}

interface Saying {
  readonly summary: LinkSummary;
  readonly figures: TruthFigures | undefined;
  readonly written: readonly string[];
  readonly folder: string;
}

function say(tool: Tool, { summary, figures, written, folder }: Saying): Answer {
  const { t } = tool;
  const { findings, ...counts } = summary;
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  const said = findings.map((one: LinkageFinding) => ({
    ...one,
    message: t(`linkage:findings.${one.code}`, {
      count: one.count,
      field: one.field ?? '',
      samples: one.samples.join(', '),
    }),
  }));
  const lines = [
    t('linkage:said.counts', { ...counts }),
    t('linkage:said.review', { count: counts.review }),
    ...(figures === undefined
      ? []
      : [
          t('linkage:said.truth', {
            precision: percent(figures.precision),
            recall: percent(figures.recall),
            f1: percent(figures.f1),
          }),
        ]),
    ...findings.map((one) => sayFinding(tool, one)),
    ...written.map((file) => t('cli:files.written', { file })),
  ];
  const warned = findings.some(({ severity }) => severity === 'warning');
  return {
    data: { ...counts, ...(figures && { truth: figures }), findings: said, files: written, run: folder },
    lines,
    findings: warned || counts.review > 0,
  };
}

export const linkageCommands: readonly CommandSpec[] = [link, explain, lookup];
