/** The uploaded file back, with a note in each cell to review: what is wrong, and what to do. */
import type { Context } from '../platform/context.ts';
import { isRightToLeft } from '../platform/documents/right-to-left.ts';
import { pick } from '../platform/texts.ts';
import {
  annotate,
  getUpload,
  loadFindings,
  openRegister,
  readEncodings,
  uploadBytes,
  wordFinding,
  type CellNote,
  type Load,
} from '../records/index.ts';
import { openFor } from './begin-load.ts';
import { sheetOf } from './load-declared.ts';
import { problems } from './problems.ts';

export interface AnnotateRequest {
  readonly language: string;
  /** Only the header and the rows to review: a small workbook to mend and send again. */
  readonly onlyWrongRows: boolean;
}

// A workbook with more notes opens slowly, and nobody mends so many by hand.
const MOST_NOTES = 20_000;
const PAGE = 1000;

/** @throws problems.noSuchLoad when the upload is gone */
export async function annotateLoad(
  context: Context,
  load: Load,
  { language, onlyWrongRows }: AnnotateRequest,
): Promise<Buffer> {
  if (load.upload === null) throw problems.noSuchLoad();
  const { db, words } = context;
  const table = await openRegister(db, load.register);
  const t = words.translator(language);
  const kept = await getUpload(db, load.upload);
  await using opened = await openFor(context, load.upload, table.entity, {
    sheet: sheetOf(load),
    ...('mapping' in load.extra && { headers: load.columns.map((column) => column.header) }),
  });
  const notes: CellNote[] = [];
  let cursor: string | undefined;
  do {
    const page = await loadFindings(db, {
      load: load.id,
      limit: PAGE,
      ...(onlyWrongRows && { severity: 'error' as const }),
      cursor,
    });
    for (const finding of page.items) {
      const worded = wordFinding(finding, { table, load, language, t });
      if (worded.severity !== 'error' && worded.severity !== 'warning') continue;
      notes.push({ row: worded.row, column: worded.column ?? -1, text: worded.message });
    }
    cursor = page.next;
  } while (cursor !== undefined && notes.length < MOST_NOTES);
  const kinds = Object.entries(load.findings).map(([kind, rows]) => [
    t(`records:kinds.${kind}`, { defaultValue: kind }),
    String(rows),
  ]);
  return annotate(await uploadBytes(db, load.upload), {
    table: opened.table,
    notes,
    summary: {
      name: t('registers:summary.sheet'),
      lines: [
        ...(context.profile.demo ? [[t('platform:watermark')]] : []),
        [t('registers:summary.file'), kept.name],
        [t('registers:summary.read'), String(load.rows)],
        [t('registers:summary.ready'), String(load.ready)],
        [t('registers:summary.review'), String(load.wrong)],
        ...kinds,
        [t('registers:summary.register'), pick(table.entity.names, language)],
      ],
      rightToLeft: isRightToLeft(language),
    },
    onlyWrongRows,
    encodings: readEncodings(context.profile),
    encoding: opened.encoding.name,
  });
}
