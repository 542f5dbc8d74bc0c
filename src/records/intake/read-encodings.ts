/** Reads the profile's legacy encodings (`encodings/*.yaml`): tables are data, the code knows no language. */
import { parse } from 'yaml';
import { marksOf, noMarks } from '../../platform/marks/index.ts';
import type { Profile } from '../../platform/profile.ts';
import type { Texts } from '../../platform/texts.ts';
import type { Encodings, EncodingTable } from './model.ts';
import { fromBytes } from './convert-text.ts';

interface TableFile {
  readonly name: string;
  readonly names: Texts;
  readonly font?: string;
  readonly capitalFont?: string;
  readonly capitalsByWord?: boolean;
  /** Hexadecimal bytes to text. */
  readonly bytes: Readonly<Record<string, string>>;
}

interface WordsFile {
  readonly ignore?: string;
  readonly word?: string;
  readonly total?: string;
}

export const noEncodings: Encodings = { tables: [], word: undefined, marks: noMarks, total: undefined };

/** Tables and the form of words, from every layer of the profile. A profile without the folder guesses nothing. */
export function readEncodings(profile: Pick<Profile, 'files'>): Encodings {
  const files = profile.files('encodings').filter((file) => file.path.endsWith('.yaml'));
  const words = files.find((file) => file.path.endsWith('words.yaml'));
  const rules = words === undefined ? {} : (parse(words.text) as WordsFile);
  return {
    tables: files.filter((file) => file !== words).map((file) => toTable(parse(file.text) as TableFile)),
    word: rules.word === undefined ? undefined : { form: pattern(rules.word), ignore: pattern(rules.ignore, 'g') },
    marks: marksOf(profile),
    total: rules.total === undefined ? undefined : pattern(rules.total),
  };
}

// An absent pattern matches nothing.
const pattern = (source: string | undefined, flags = '') => new RegExp(source?.trim() ?? '(?!)', `u${flags}`);

function toTable(file: TableFile): EncodingTable {
  const sequences = new Map(
    Object.entries(file.bytes).map(([bytes, text]) => [fromBytes(Buffer.from(bytes, 'hex')), text] as const),
  );
  return {
    name: file.name,
    names: file.names,
    sequences,
    font: file.font === undefined ? undefined : pattern(file.font),
    capitalFont: file.capitalFont === undefined ? undefined : pattern(file.capitalFont),
    capitalsByWord: file.capitalsByWord ?? false,
  };
}
