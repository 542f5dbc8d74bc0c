/** The clients that lie beside the program, as files to take along. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { problems } from '../problems.ts';

const FOLDER = join(import.meta.dirname, '../../../client');

export const clientLanguages = [
  { language: 'typescript', files: ['artery.ts'] },
  { language: 'java', files: ['Artery.java', 'Json.java'] },
  { language: 'python', files: ['artery.py'] },
] as const;

/** @throws problems.fileNotFound: only files of the list are read */
export function clientFile(name: string): string {
  const found = clientLanguages.find(({ files }) => (files as readonly string[]).includes(name));
  if (!found) throw problems.fileNotFound();
  return readFileSync(join(FOLDER, found.language, name), 'utf8');
}
