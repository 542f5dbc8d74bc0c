/** Imports from texts, and public data that may be absent. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importFiles } from '../import-files.ts';
import type { Authored, Format, ImportFile, Proposal } from '../model.ts';

export const fileOf = (name: string, text: string): ImportFile => ({ name, bytes: Buffer.from(text, 'utf8') });

export const read = (format: Format, text: string, name = `given.${format}`, as?: string): Promise<Proposal> =>
  importFiles([fileOf(name, text)], { format, language: 'en', as });

export const codesOf = ({ findings }: Proposal): string[] => findings.map((one) => `${one.severity} ${one.code}`);

/** The element of a column, by its entity and old name or column. */
export function elementOf({ elements }: Proposal, code: string): Authored {
  const found = elements.find((one) => one['code'] === code);
  if (!found) throw new Error(`no ${code} among ${elements.map((one) => String(one['code'])).join(', ')}`);
  return found;
}

const SHARED = join(import.meta.dirname, '..', '..', '..', '..', '..', 'shared', 'data');

/** Says why a test is skipped when public data are not beside the project. */
export function sharedData(folder: string): string | undefined {
  const path = join(SHARED, folder);
  if (existsSync(path)) return path;
  console.warn(`skipped: ../shared/data/${folder} is absent`);
  return undefined;
}

export const filesIn = (folder: string, ending: RegExp): ImportFile[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && ending.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((name) => ({ name, bytes: readFileSync(name) }));
