/** Decides in what encoding a file's text is: told, certain, or to be asked. */
import type { Charset } from './charset.ts';
import { compileTable, type Convert } from './convert-text.ts';
import { guessTable, makeQuestion } from './guess-encoding.ts';
import type { EncodingQuestion, Encodings, TextEncoding } from './model.ts';
import { problems } from './problems.ts';

export interface ChosenEncoding {
  readonly encoding: TextEncoding;
  readonly convert: Convert | undefined;
  readonly question: EncodingQuestion | undefined;
}

/** What bytes without a better reading are: the WHATWG's own fallback for the web (Encoding Standard, §4). */
const FALLBACK = 'windows-1252';

/**
 * @param charset of a text file; undefined for a workbook, whose text is Unicode by its format
 * @throws unknownEncoding when the answer names no table
 */
export function chooseEncoding(
  cells: readonly string[],
  options: { readonly encodings: Encodings; readonly encoding?: string | undefined },
  charset: Charset | undefined,
): ChosenEncoding {
  const isBytes = charset === 'bytes';
  const plain = charset === undefined ? 'workbook' : isBytes ? FALLBACK : charset;
  if (options.encoding !== undefined) return told(options.encoding, options.encodings, plain);
  const guess = guessTable(cells, options.encodings, isBytes);
  if (guess === undefined && !isBytes) return certain(plain, 'certain');
  const table = guess?.table ?? { name: FALLBACK, names: { en: 'Windows-1252' }, ...asItStands };
  const question = makeQuestion(cells, table, options.encodings);
  const convert = guess === undefined ? undefined : compileTable(table);
  return { encoding: { name: table.name, certainty: 'asked' }, convert, question };
}

const asItStands = { sequences: new Map(), font: undefined, capitalFont: undefined, capitalsByWord: false };

const certain = (name: string, certainty: 'certain' | 'given'): ChosenEncoding => ({
  encoding: { name, certainty },
  convert: undefined,
  question: undefined,
});

function told(name: string, { tables }: Encodings, plain: string): ChosenEncoding {
  if (name === 'as-is' || name === plain) return certain(plain, 'given');
  const table = tables.find((one) => one.name === name);
  if (table === undefined) {
    throw problems.unknownEncoding({ encoding: name, known: [...tables.map((one) => one.name), 'as-is'] });
  }
  return { encoding: { name, certainty: 'given' }, convert: compileTable(table), question: undefined };
}
