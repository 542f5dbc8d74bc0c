/** What comes out of a file before anybody has judged it: rows of text, where they stood, and what could not be read. */
import type { Marks } from '../../platform/marks/index.ts';
import type { Texts } from '../../platform/texts.ts';

/** What a file is, by its content and never by its name. */
export type FileKind =
  | 'csv'
  | 'xlsx'
  | 'xls'
  | 'ods'
  | 'xlsb'
  | 'html'
  | 'pdf'
  | 'image'
  | 'zip'
  | 'document'
  | 'encrypted'
  | 'empty'
  | 'unknown';

/** A place in a row that could not be read as it should; the load turns it into a finding. */
export interface CellTrouble {
  /** Index into `table.columns` (into the sheet's columns before the table is found); -1: the row as a whole. */
  readonly column: number;
  readonly rule: TroubleRule;
  /** What stood there, at most 200 characters. */
  readonly value: string;
}

/** Words: `locales/<language>/intake.json` under `findings.<rule>`. */
export type TroubleRule =
  | 'row-too-short'
  | 'row-too-long'
  | 'cell-error'
  | 'formula-not-computed'
  | 'unreadable-character'
  | 'stray-quote'
  | 'control-character';

/** One row as the file has it. `cells[i]` belongs to `table.columns[i]`; '' is an empty cell. Dates are ISO 8601 text. */
export interface RawRow {
  /** The number the person sees beside it in a spreadsheet: 1-based, empty rows counted. */
  readonly number: number;
  readonly cells: readonly string[];
  readonly troubles?: readonly CellTrouble[];
}

export interface FoundColumn {
  /** 0-based place in the sheet. */
  readonly index: number;
  /** The letter a spreadsheet shows: `D`. */
  readonly letter: string;
  /** The whole name; names of merged header cells stand before: `Home / Commune`. */
  readonly header: string;
  readonly path: readonly string[];
}

/** Where the table stands inside the sheet. */
export interface FoundTable {
  /** Name of the sheet; undefined for text files. */
  readonly sheet: string | undefined;
  readonly titleRows: readonly { readonly number: number; readonly text: string }[];
  /** Numbers of the one, two or three header rows. */
  readonly headerRows: readonly number[];
  readonly columns: readonly FoundColumn[];
  /** What `score` said of these headers: 0 to 1. */
  readonly confidence: number;
  /** Rows at the end that are no data (totals, signatures): complete once `rows` has been read to the end. */
  readonly footRows: readonly RawRow[];
}

/** Says how well these headers fit what is wanted, 0 to 1: the dictionary's `matchColumns` stands behind it. */
export type ScoreHeaders = (headers: readonly string[]) => number;

/** How the text was read. `asked`: a person must confirm `question` before anything is committed. */
export interface TextEncoding {
  /** `utf-8`, `utf-16le`, `utf-16be`, `windows-1252`, `workbook`, or the name of a table of the profile. */
  readonly name: string;
  readonly certainty: 'certain' | 'given' | 'asked';
}

/** Asked once, with at most five samples: the text as it stands, and as it would read. */
export interface EncodingQuestion {
  readonly suggested: string;
  readonly names: Texts;
  readonly samples: readonly { readonly before: string; readonly after: string }[];
  /** Other tables the person may choose, best first; `as-is` keeps the text as it stands. */
  readonly others: readonly string[];
}

/** Bytes that can be read more than once. */
export interface ByteSource {
  readonly size: number;
  chunks(): AsyncIterable<Buffer>;
}

/** A batch is about a thousand rows; reading the next one is what asks the file for more (backpressure). */
export type RowBatches = AsyncIterable<readonly RawRow[]>;

export interface OpenedUpload extends AsyncDisposable {
  readonly kind: 'csv' | 'xlsx' | 'xls' | 'ods';
  readonly encoding: TextEncoding;
  /** Present when the text looks like an old encoding and nobody has answered yet; `rows` reads as suggested. */
  readonly question: EncodingQuestion | undefined;
  readonly table: FoundTable;
  /** Visible sheets of a workbook, in order; empty for text files. */
  readonly sheets: readonly string[];
  /** Once only. Throws problems of `problems.ts` when a limit is hit on the way. */
  readonly rows: RowBatches;
}

export interface OpenOptions {
  /** The profile's tables and the form of its words: `readEncodings(profile)`. */
  readonly encodings: Encodings;
  readonly score: ScoreHeaders;
  /** The person's answer to the question (`as-is` keeps the text); without it the encoding is guessed. */
  readonly encoding?: string | undefined;
  /** The person's choice of sheet; without it the sheet whose headers fit best. */
  readonly sheet?: string | undefined;
}

/** One legacy encoding as data: from the characters its bytes show in Windows-1252 to the text they mean. */
export interface EncodingTable {
  readonly name: string;
  readonly names: Texts;
  /** One or more characters to text; the longest match wins; what is absent means itself. */
  readonly sequences: ReadonlyMap<string, string>;
  /** Fonts that are drawn for it, and those that draw small letters as capitals. */
  readonly font: RegExp | undefined;
  readonly capitalFont: RegExp | undefined;
  /** Capitals have no codes of their own: a word whose plain letters are all capitals is made capital as a whole. */
  readonly capitalsByWord: boolean;
}

/** What a profile knows of old text: its tables, and the forms by which text is recognised. */
export interface Encodings {
  readonly tables: readonly EncodingTable[];
  /** What a word of the language looks like, small letters, NFC, after `ignore` was taken off; without: no guess. */
  readonly word: { readonly form: RegExp; readonly ignore: RegExp } | undefined;
  /** Marks of state secrecy, in any of these encodings too. */
  readonly marks: Marks;
  /** The beginning of a row of totals, folded. */
  readonly total: RegExp | undefined;
}
