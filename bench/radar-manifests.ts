/** The manifests of ../shared/data as forms, registers and labels; undefined where they are not on this machine. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { readDrafts, type Draft } from '../src/dictionary/import/index.ts';
import { formsOfDraft, heldOfDraft } from '../src/registers/radar/drafts.ts';
import { labelsOf, type Label } from '../src/registers/radar/labels.ts';
import type { Form, Held } from '../src/registers/radar/model.ts';

export const MANIFESTS = join(import.meta.dirname, '..', '..', 'shared', 'data', 'dsa-manifests');

export interface Manifests {
  readonly drafts: readonly Draft[];
  readonly forms: readonly Form[];
  readonly held: readonly Held[];
  readonly labels: readonly Label[];
}

/** @param folder with manifests, at any depth */
export async function readManifests(folder = MANIFESTS): Promise<Manifests | undefined> {
  if (!existsSync(folder)) return undefined;
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.csv'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const files = paths.map((path) => ({ name: relative(folder, path), bytes: readFileSync(path) }));
  const { drafts } = await readDrafts(files, 'dsa');
  return {
    drafts,
    forms: drafts.flatMap((draft, i) => formsOfDraft(draft, files[i]?.name ?? '', { hidden: true })),
    held: drafts.flatMap((draft) => heldOfDraft(draft, 'records', drafts)),
    labels: labelsOf(drafts),
  };
}
