/** A profile is a folder of data that sets a deployment up; one may overlay another (`extends`). */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { parse } from 'yaml';

export interface ProfileFile {
  /** Path inside its profile: `dictionary/elements.yaml`. */
  readonly path: string;
  /** Where it lies on disk, for findings. */
  readonly file: string;
  readonly text: string;
}

export interface Profile {
  readonly name: string;
  /** Names from the base to this one: `['vn-party', 'vn-demo']`. */
  readonly layers: readonly string[];
  /** Languages of the deployment, the first is the default. */
  readonly languages: readonly string[];
  readonly timeZone: string;
  /** Whether only invented identifiers are accepted; the prefix they must begin with. */
  readonly demo: { readonly idPrefix: string } | undefined;
  /** Codes of the bodies whose part of a trial this node tells and whose people enter here; absent: everybody's. */
  readonly hosts?: readonly string[] | undefined;
  /** The merged `profile.yaml`. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Files under a folder, base first; a file of an overlay replaces the same path of its base, or `omit`s it. */
  files(folder: string): readonly ProfileFile[];
  /** One file parsed as YAML, from the topmost layer that has it. */
  read(path: string): unknown;
  /** The folders, topmost last: for a profile's own scripts. */
  readonly folders: readonly string[];
}

export class ProfileError extends Error {
  override name = 'ProfileError';
}

/** Reads a profile and what it extends. @throws ProfileError with the file and what is wrong */
export function readProfile(root: string, name: string): Profile {
  const layers = chain(root, name);
  const folders = layers.map((layer) => join(root, layer));
  const settings: Record<string, unknown> = Object.assign({}, ...folders.map(readSettings));
  const languages = settings['languages'];
  if (!Array.isArray(languages) || languages.length === 0)
    throw new ProfileError(`${name}: profile.yaml needs languages`);
  const omitted = folders.map((folder) => (readSettings(folder)['omit'] ?? []) as string[]);
  // What an overlay omits is left out of the layers below it, not out of the overlay itself.
  const isOmitted = (file: string, path: string) => {
    const layer = folders.findIndex((folder) => file.startsWith(folder + sep));
    return omitted
      .slice(layer + 1)
      .some((paths) => paths.some((prefix) => path === prefix || (prefix.endsWith('/') && path.startsWith(prefix))));
  };
  const demo = settings['demo'] as { idPrefix: string } | undefined;
  return {
    name,
    layers,
    folders,
    settings,
    languages: languages as string[],
    timeZone: typeof settings['timeZone'] === 'string' ? settings['timeZone'] : 'UTC',
    demo,
    hosts: Array.isArray(settings['hosts']) ? settings['hosts'].map(String) : undefined,
    files: (folder) => layeredFiles(folders, folder).filter((file) => !isOmitted(file.file, file.path)),
    read: (path) => readTop(folders, path, isOmitted),
  };
}

const readSettings = (folder: string) =>
  parse(readFileSync(join(folder, 'profile.yaml'), 'utf8')) as Record<string, unknown>;

function chain(root: string, name: string): string[] {
  const names: string[] = [];
  for (let next: string | undefined = name; next !== undefined;) {
    if (!/^[a-z0-9-]+$/.test(next) || !existsSync(join(root, next, 'profile.yaml'))) {
      throw new ProfileError(`there is no profile "${next}" in ${root}`);
    }
    if (names.includes(next)) throw new ProfileError(`profiles extend each other in a circle: ${names.join(' → ')}`);
    names.unshift(next);
    next = readSettings(join(root, next))['extends'] as string | undefined;
  }
  return names;
}

function layeredFiles(folders: readonly string[], folder: string): ProfileFile[] {
  const found = new Map<string, ProfileFile>();
  for (const root of folders) {
    const start = join(root, folder);
    if (!existsSync(start)) continue;
    const names = readdirSync(start, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    for (const entry of names) {
      const file = join(entry.parentPath, entry.name);
      const path = relative(root, file);
      found.set(path, { path, file, text: readFileSync(file, 'utf8') });
    }
  }
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function readTop(
  folders: readonly string[],
  path: string,
  isOmitted: (file: string, path: string) => boolean,
): unknown {
  const file = [...folders]
    .reverse()
    .map((folder) => join(folder, path))
    .find((candidate) => existsSync(candidate) && !isOmitted(candidate, path));
  return file === undefined ? undefined : (parse(readFileSync(file, 'utf8')) as unknown);
}
