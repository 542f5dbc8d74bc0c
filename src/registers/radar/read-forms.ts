/** Files of any kind that the dictionary or the intake reads → forms, with findings; what one file has wrong stops no other. */
import {
  decode,
  looksLike,
  readDrafts,
  TooLarge,
  unzip,
  type Format,
  type ImportFile,
  type ImportFinding,
} from '../../dictionary/import/index.ts';
import { Problem } from '../../platform/http/problem.ts';
import { noEncodings, previewTables, type ByteSource, type Encodings } from '../../records/index.ts';
import { formsOfDraft } from './drafts.ts';
import { bodyNames, bodyOfForm, type BodyNames } from './body-of-form.ts';
import type { Form } from './model.ts';
import { formOfSheet } from './sheet-form.ts';

/** A place in a file, what is wrong there (words `registers:radar.findings.<code>` or the problem's own), and values. */
export interface ReadingFinding {
  readonly file: string;
  readonly sheet?: string;
  readonly line?: number;
  readonly pointer?: string;
  readonly severity: 'error' | 'warning' | 'note';
  readonly code: string;
  readonly values: Readonly<Record<string, string | number>>;
  /** Set when the file as a whole was refused: its words are those of the problem's room. */
  readonly problem?: Problem;
  /** Set when an importer of the dictionary found it: its words are the importer's. */
  readonly imported?: ImportFinding;
}

export interface ReadForms {
  readonly forms: readonly Form[];
  readonly findings: readonly ReadingFinding[];
  /** Files that were read, those inside of archives counted one by one. */
  readonly files: number;
}

export interface ReadFormOptions {
  readonly encodings?: Encodings;
  /** How well a row's cells are known as names, 0–1: `headerScore` of the index. */
  readonly score: (headers: readonly string[]) => number;
  /** Read without what the radar is measured against. */
  readonly hidden?: boolean;
  /** Bodies that a title may name. */
  readonly bodies?: BodyNames;
}

const MOST_FORMS = 20_000;

/** A file, and where it lies inside of the folder or archive that was given: its first folder is the body's. */
export interface FormFile extends ImportFile {
  readonly inside?: string;
}

export async function readForms(files: readonly FormFile[], options: ReadFormOptions): Promise<ReadForms> {
  const forms: Form[] = [];
  const findings: ReadingFinding[] = [];
  const whole = await unpacked(files, findings);
  for (const file of whole) {
    try {
      const read = await readOne(file, options);
      const room = MOST_FORMS - forms.length;
      forms.push(...read.forms.slice(0, room).map((form) => withBody(form, file, options.bodies)));
      if (read.forms.length > room) {
        const values = { most: MOST_FORMS };
        findings.push({ file: file.name, severity: 'error', code: 'too-many-forms', values });
      }
      findings.push(...read.findings);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      findings.push({ file: file.name, severity: 'error', code: 'refused', values: {}, problem: error });
    }
  }
  for (const form of forms) {
    if (form.fields.length === 0) {
      findings.push({ file: form.file, severity: 'warning', code: 'no-fields', values: { form: form.name } });
    }
  }
  return { forms: forms.filter((form) => form.fields.length > 0), findings, files: whole.length };
}

const nobody = bodyNames([]);

function withBody(form: Form, { inside }: FormFile, bodies = nobody): Form {
  const body = bodyOfForm(form, bodies, inside);
  return body === undefined ? form : { ...form, body };
}

const isArchive = ({ name, bytes }: ImportFile) => bytes[0] === 0x50 && bytes[1] === 0x4b && /\.zip$/i.test(name);

async function unpacked(files: readonly FormFile[], findings: ReadingFinding[]): Promise<FormFile[]> {
  const found: FormFile[] = [];
  for (const file of files) found.push(...(isArchive(file) ? await entriesOf(file, findings) : [file]));
  return found;
}

async function entriesOf(file: ImportFile, findings: ReadingFinding[]): Promise<FormFile[]> {
  try {
    const entries = [...(await unzip(file.bytes))].map(([name, bytes]) => ({
      name: `${file.name}/${name}`,
      inside: name,
      bytes,
    }));
    // One wrapping is read, not what is wrapped again: each would have limits of its own, and they multiply.
    const nested = entries.filter(isArchive);
    for (const { name } of nested)
      findings.push({ file: name, severity: 'warning', code: 'archive-nested', values: {} });
    return entries.filter((entry) => !nested.includes(entry));
  } catch (error) {
    if (error instanceof TooLarge) {
      findings.push({ file: file.name, severity: 'error', code: 'archive-too-large', values: {} });
      return [];
    }
    const reason = error instanceof Error ? error.message.slice(0, 200) : '';
    findings.push({ file: file.name, severity: 'error', code: 'archive', values: { reason } });
    return [];
  }
}

type Read = Pick<ReadForms, 'forms' | 'findings'>;

/** @throws Problem of the intake: too large, damaged, a bomb, a mark of secrecy… */
async function readOne(file: ImportFile, options: ReadFormOptions): Promise<Read> {
  const text = decode(file.bytes);
  const format = text === undefined ? undefined : looksLike(text);
  if (text !== undefined && text.trim() !== '' && format !== undefined && format !== 'csv' && format !== 'excel') {
    return readDescription(file, format, options);
  }
  return readSheets(file, options);
}

const DESCRIBED: readonly Format[] = ['odcs', 'table-schema', 'json-schema', 'dsa', 'ddl'];

async function readDescription(file: ImportFile, format: Format, { hidden = false }: ReadFormOptions): Promise<Read> {
  if (format === 'artery' || !DESCRIBED.includes(format)) {
    return { forms: [], findings: [{ file: file.name, severity: 'error', code: 'no-form', values: { format } }] };
  }
  const { drafts, findings } = await readDrafts([file], format);
  return {
    forms: drafts.flatMap((draft) => formsOfDraft(draft, file.name, { hidden })),
    // What an importer notes of types and codes is no matter of a form; what it could not read is.
    findings: findings.flatMap((one): ReadingFinding[] =>
      one.severity === 'error' ? [{ ...one, imported: one }] : [],
    ),
  };
}

const sourceOf = (bytes: Uint8Array): ByteSource => ({
  size: bytes.length,
  chunks: async function* () {
    yield Buffer.from(bytes);
  },
});

async function readSheets(file: ImportFile, options: ReadFormOptions): Promise<Read> {
  const { encodings = noEncodings, score } = options;
  const sheets = await previewTables(sourceOf(file.bytes), { encodings, score });
  const forms: Form[] = [];
  const findings: ReadingFinding[] = [];
  const filled = sheets.filter(({ rows }) => rows.length > 0);
  for (const sheet of filled) {
    const name = filled.length === 1 || sheet.sheet === undefined ? file.name : `${file.name} / ${sheet.sheet}`;
    const read = formOfSheet(sheet, { file: file.name, name, score });
    if (read.form) forms.push(read.form);
    const place = { file: file.name, ...(sheet.sheet !== undefined && { sheet: sheet.sheet }) };
    findings.push(...read.findings.map((one) => ({ ...place, ...one })));
  }
  return { forms, findings };
}
