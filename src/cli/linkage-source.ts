/** What a command about linkage needs: settings of an entity, today's places, and the folder of a run. */
import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Linkage, LinkageFinding, LinkageSettings, PlaceLists } from '../registers/linkage/index.ts';
import { readText } from './files.ts';
import { UsageError, type Given, type Tool } from './model.ts';
import { compiler, profileOf } from './plan-source.ts';

/** Loaded when it is asked for: the engine is large. */
export const linkage = () => import('../registers/linkage/index.ts');

/** `person`, as the profile has it, or a file of settings. @throws UsageError with every fault */
export async function settingsOf(tool: Tool, asked: string): Promise<LinkageSettings> {
  const { readLinkageSettings, LinkageSettingsError } = await linkage();
  const isFile = /[./]/.test(asked);
  const value: unknown = isFile ? parse(readText(asked)) : profileOf(tool, []).read(`linkage/${asked}.yaml`);
  if (value === undefined) throw new UsageError('linkage-entity', { given: asked, known: knownOf(tool) });
  try {
    return readLinkageSettings(value);
  } catch (error) {
    if (error instanceof LinkageSettingsError)
      throw new UsageError('linkage-settings', { given: asked, faults: error.message });
    throw error;
  }
}

const knownOf = (tool: Tool) =>
  profileOf(tool, [])
    .files('linkage')
    .map(({ path }) => path.replace(/^linkage\/|\.yaml$/g, ''))
    .join(', ');

/** The successions of the code lists that the settings name, from the dictionary of the profile. */
export async function placesFor(tool: Tool, settings: LinkageSettings): Promise<PlaceLists> {
  const wanted = Object.values(settings.fields).flatMap((field) =>
    field.kind === 'place' && field.list !== undefined ? [field.list] : [],
  );
  if (wanted.length === 0) return {};
  const { placesOf } = await linkage();
  const { plan } = (await compiler()).compileProfileDictionary(profileOf(tool, []));
  const lists = plan?.codeLists.filter(({ code }) => wanted.includes(code)) ?? [];
  return Object.fromEntries(lists.map((list) => [list.code, placesOf(list.items, list.successions)]));
}

const RUN = 'artery-link';
const DATABASE = 'run.duckdb';

/** Where a run is kept: `--run`, else `artery-link` here. */
export const runFolder = (given: Given): string => given.text('run') ?? RUN;

/** An empty folder of its own: what an earlier run left is replaced, anything else is not touched. @throws UsageError */
export function freshRun(folder: string): string {
  const database = join(folder, DATABASE);
  if (existsSync(folder) && !statSync(folder).isDirectory()) throw new UsageError('run-folder', { folder });
  mkdirSync(folder, { recursive: true });
  for (const name of [DATABASE, `${DATABASE}.wal`]) rmSync(join(folder, name), { force: true });
  return database;
}

/** @throws UsageError when there is none, or another version of the engine made it */
export async function openRun(folder: string): Promise<Linkage> {
  const { resumeLinkage, LinkageRunError } = await linkage();
  const file = join(folder, DATABASE);
  if (!existsSync(file)) throw new UsageError('run-missing', { folder });
  try {
    return await resumeLinkage({ file, scratch: join(folder, 'scratch') });
  } catch (error) {
    if (error instanceof LinkageRunError) throw new UsageError(`run-${error.fault}`, { folder });
    throw error;
  }
}

/** What the engine refuses about a file, in the words of the command line. */
export async function withFileWords<T>(work: () => Promise<T>): Promise<T> {
  const { RowSourceError } = await linkage();
  try {
    return await work();
  } catch (error) {
    if (error instanceof RowSourceError)
      throw new UsageError(`link-${error.fault}`, { file: error.file, headers: error.headers.join(', ') });
    throw error;
  }
}

export const sayFinding = ({ t }: Tool, finding: LinkageFinding): string => {
  const { code, severity, source, field, count, samples } = finding;
  const values = { count, field: field ?? '', samples: samples.join(', ') };
  const place = source === undefined ? '' : `${source}: `;
  return `${place}${t(`linkage:severity.${severity}`)}: ${t(`linkage:findings.${code}`, values)}`;
};
