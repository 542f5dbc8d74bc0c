/** Files of one format → one proposal. Pure: the caller brings the bytes, and nothing is changed by reading. */
import type { Translate } from '../../platform/i18n.ts';
import { assemble, sealed } from './assemble.ts';
import {
  ImportFindings,
  type Draft,
  type Format,
  type ImportFile,
  type ImportFinding,
  type Opened,
  type Proposal,
} from './model.ts';
import { openText } from './open-file.ts';
import { readArtery, type ArteryReading } from './read-artery.ts';
import { readCsv } from './read-csv.ts';
import { readDdl } from './read-ddl.ts';
import { readDsa } from './read-dsa.ts';
import { readExcel } from './read-excel.ts';
import { readJsonSchema } from './read-json-schema.ts';
import { readOdcs } from './read-odcs.ts';
import { readSkos } from './read-skos.ts';
import { readTableSchema } from './read-table-schema.ts';
import { unpackFiles } from './unpack.ts';
import { readWorkbooks } from '../workbook/read-workbook.ts';

export interface ImportOptions {
  readonly format: Format;
  /** Of words that a source does not tag with one. */
  readonly language: string;
  /** Name of the one entity or list. */
  readonly as?: string | undefined;
}

const READERS: Readonly<Record<Exclude<Format, 'artery' | 'excel'>, (opened: Opened) => Draft>> = {
  odcs: readOdcs,
  skos: readSkos,
  'table-schema': readTableSchema,
  'json-schema': readJsonSchema,
  dsa: readDsa,
  ddl: readDdl,
  csv: readCsv,
};

export async function importFiles(given: readonly ImportFile[], options: ImportOptions): Promise<Proposal> {
  const { format } = options;
  const findings = new ImportFindings();
  const unpacked = await unpackFiles(given, format, findings);
  // Names that two files share are told apart in one order, however the files were given.
  const files = unpacked.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  if (format === 'artery') return importArtery(files, findings, options);
  const whole = format === 'excel' ? await readWorkbooks(files, findings) : undefined;
  if (whole) return sealReading(whole, { files, findings, options });
  return assemble(await readAll(files, format, findings), findings, options);
}

/** What the files say in their own names: nothing is made ours. */
export async function readDrafts(
  files: readonly ImportFile[],
  format: Exclude<Format, 'artery'>,
): Promise<{ drafts: readonly Draft[]; findings: readonly ImportFinding[] }> {
  const findings = new ImportFindings();
  return { drafts: await readAll(files, format, findings), findings: findings.list };
}

async function readAll(
  files: readonly ImportFile[],
  format: Exclude<Format, 'artery'>,
  findings: ImportFindings,
): Promise<Draft[]> {
  const drafts: Draft[] = [];
  for (const file of files) {
    try {
      drafts.push(await readOne(file, format, findings));
    } catch (error) {
      // A parser that gives up (the stack ends, memory is refused) is about the file, not about us.
      if (!(error instanceof RangeError)) throw error;
      findings.error({ file: file.name }, 'unreadable', { reason: error.message.slice(0, 200) });
    }
  }
  return drafts;
}

async function readOne(file: ImportFile, format: Exclude<Format, 'artery'>, findings: ImportFindings): Promise<Draft> {
  if (format === 'excel') return readExcel(file, findings);
  const opened = openText(file, findings, format);
  return opened ? READERS[format](opened) : { entities: [], lists: [] };
}

function importArtery(files: readonly ImportFile[], findings: ImportFindings, options: ImportOptions): Proposal {
  const opened = files.flatMap((file) => openText(file, findings, 'artery') ?? []);
  return sealReading(readArtery(opened, findings), { files, findings, options });
}

/** What was written in our own shape is proposed as it stands. */
function sealReading(
  reading: ArteryReading,
  {
    files,
    findings,
    options: { as, language },
  }: { files: readonly ImportFile[]; findings: ImportFindings; options: ImportOptions },
): Proposal {
  const [entity, ...others] = reading.entities;
  const isOne = as !== undefined && entity !== undefined && others.length === 0;
  if (as !== undefined && !isOne) {
    findings.error({ file: files[0]?.name ?? '' }, 'name-for-many', { as, count: reading.entities.length });
  }
  const entities = isOne ? [{ ...entity, name: as }] : reading.entities;
  const languages = reading.languages.length > 0 ? reading.languages : [language];
  return sealed({ ...reading, languages, entities, findings: findings.list });
}

/** The finding in words; those of the authoring format have theirs among the dictionary's own checks. */
export const describeImportFinding = ({ code, values }: ImportFinding, t: Translate): string =>
  code.startsWith('source.')
    ? t(`dictionary:checks.${code.slice('source.'.length)}`, values)
    : t(`proposal:findings.${code}`, values);
