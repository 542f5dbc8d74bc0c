/** Reads the profile's marks of secrecy (`marks/words.yaml`) and the old encodings they may come in. */
import { parse } from 'yaml';
import type { Profile } from '../profile.ts';
import { compileMarks } from './detect.ts';
import { noMarks, type Marks, type MarkWords, type OldTable } from './model.ts';

const known = new WeakMap<object, Marks>();

/** The detector of a profile, compiled once. A profile without the file finds nothing. */
export function marksOf(profile: Pick<Profile, 'files'>): Marks {
  let marks = known.get(profile);
  if (!marks) known.set(profile, (marks = readMarks(profile)));
  return marks;
}

function readMarks(profile: Pick<Profile, 'files'>): Marks {
  const file = profile.files('marks').find(({ path }) => path === 'marks/words.yaml');
  if (!file) return noMarks;
  const given = parse(file.text) as Partial<MarkWords>;
  const words: MarkWords = {
    language: given.language ?? profileLanguage,
    degrees: given.degrees ?? [],
    labels: given.labels ?? [],
    phrases: given.phrases ?? [],
    lines: given.lines ?? [],
  };
  return compileMarks(words, oldTables(profile));
}

const profileLanguage = 'en';

// Bytes of an old program, read today, show what Windows-1252 gives to them.
const decoder = new TextDecoder('windows-1252');

function oldTables(profile: Pick<Profile, 'files'>): OldTable[] {
  return profile.files('encodings').flatMap(({ path, text }) => {
    if (!path.endsWith('.yaml') || path.endsWith('words.yaml')) return [];
    const { name, bytes } = parse(text) as { name: string; bytes: Readonly<Record<string, string>> };
    const letters = Object.entries(bytes).map(
      ([hex, letter]) => [decoder.decode(Buffer.from(hex, 'hex')), letter] as const,
    );
    return [{ name, letters: new Map(letters) }];
  });
}
