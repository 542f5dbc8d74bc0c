/** The IDs of an uploaded list: in whatever column they stand, under whatever header. */
import { matchColumns, type EntityPlan } from '../../dictionary/index.ts';
import type { Context } from '../../platform/context.ts';
import { Problem } from '../../platform/http/problem.ts';
import { openRegister, openUpload, readEncodings, uploadBytes, type OpenedUpload } from '../../records/index.ts';
import { problems } from '../problems.ts';
import { shareOfIds, type IdRule } from './judge-id.ts';

export interface ReadIds {
  readonly rows: readonly { readonly row: number; readonly written: string }[];
  /** Header of the column that was taken; null when the list has none. */
  readonly column: string | null;
}

/** People of one list. A larger one is cut in parts: what is looked up at once is somebody's workday, not a register. */
export const MOST_IDS = 20_000;
const SAMPLE = 200;
/** A column of which less than this looks like IDs is not taken for one. */
const LEAST_SHARE = 0.1;

export interface IdQuestion {
  readonly register: string;
  readonly upload: string;
  readonly keyField: string;
  readonly rule: IdRule;
  /** Header or letter of the column, when the asker says it. */
  readonly column?: string | undefined;
}

/** @throws problems.noIdColumn, problems.tooManyIds, and what intake refuses: an empty file, no table */
export async function readIds(context: Context, asked: IdQuestion): Promise<ReadIds> {
  const { entity, plan } = await openRegister(context.db, asked.register);
  const score = (headers: readonly string[]) => {
    const named = matchColumns(entity, headers, plan.settings).filter((one) => one.field !== undefined);
    // Any header will do: a list of IDs is often one column under a word of the officer's own.
    return 0.1 + named.length / Math.max(1, headers.length);
  };
  const opened = await openUpload(context.db, asked.upload, { encodings: readEncodings(context.profile), score }).catch(
    async (error: unknown) => {
      const bare = isNoTable(error) ? await bareIds(context, asked) : undefined;
      if (bare) return bare;
      throw error;
    },
  );
  if ('column' in opened) return opened;
  await using table = opened;
  // Awaited here: the file is closed with the block.
  return await columnOf(table, entity, { ...asked, settings: plan.settings });
}

const isNoTable = (error: unknown) =>
  error instanceof Problem && error.kind.room === 'intake' && error.kind.slug === 'not-a-table';

/** A text of nothing but IDs, one a line, has no header that could be found. */
async function bareIds({ db }: Context, { upload, rule }: IdQuestion): Promise<ReadIds | undefined> {
  const source = await uploadBytes(db, upload);
  if (source.size > MOST_IDS * 100) return undefined;
  const pieces: Buffer[] = [];
  for await (const piece of source.chunks()) pieces.push(piece);
  const lines = Buffer.concat(pieces)
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .split(/\r\n|\n|\r/);
  const rows = lines
    .map((line, i) => ({ row: i + 1, written: (line.split(/[;,\t]/)[0] ?? '').replace(/^"|"$/g, '').trim() }))
    .filter(({ written }) => written !== '');
  if (
    shareOfIds(
      rows.slice(0, SAMPLE).map(({ written }) => written),
      rule,
    ) < 0.5
  )
    return undefined;
  if (rows.length > MOST_IDS) throw problems.tooManyIds({ most: MOST_IDS });
  return { rows, column: null };
}

type Choosing = IdQuestion & { readonly settings: Parameters<typeof matchColumns>[2] };

async function columnOf({ table, rows }: OpenedUpload, entity: EntityPlan, asked: Choosing): Promise<ReadIds> {
  const all: { number: number; cells: readonly string[] }[] = [];
  for await (const batch of rows) {
    all.push(...batch);
    if (all.length > MOST_IDS) throw problems.tooManyIds({ most: MOST_IDS });
  }
  const { columns } = table;
  const at = chooseColumn(columns, all.slice(0, SAMPLE), entity, asked);
  const above = idsAbove(table, columns[at]?.header ?? '', asked.rule);
  if (above.length + all.length > MOST_IDS) throw problems.tooManyIds({ most: MOST_IDS });
  return {
    column: above.length > 0 ? null : (columns[at]?.header ?? null),
    rows: [...above, ...all.map(({ number, cells }) => ({ row: number, written: (cells[at] ?? '').trim() }))],
  };
}

/**
 * A list without a header begins with IDs: what was taken for titles and for a header are its first rows then, and none
 * of them is lost.
 */
function idsAbove({ titleRows, headerRows }: OpenedUpload['table'], header: string, rule: IdRule): ReadIds['rows'] {
  const isId = (text: string) => shareOfIds([text], rule) === 1;
  const idIn = (text: string) => (isId(text) ? text : (text.split(' ').find(isId) ?? text));
  const isList = [...titleRows.map(({ text }) => idIn(text)), header].some(isId);
  if (!isList) return [];
  const first = headerRows[0] ?? titleRows.length + 1;
  return [
    ...titleRows.map(({ number, text }) => ({ row: number, written: idIn(text) })),
    { row: first, written: header },
  ];
}

/** @throws problems.noIdColumn */
function chooseColumn(
  columns: OpenedUpload['table']['columns'],
  sample: readonly { readonly cells: readonly string[] }[],
  entity: EntityPlan,
  asked: Choosing,
): number {
  const headers = columns.map(({ header }) => header);
  const named = matchColumns(entity, headers, asked.settings).findIndex(({ field }) => field === asked.keyField);
  const wanted = asked.column?.trim().toLowerCase();
  const shares = columns.map((_, i) => {
    const cells = sample.map((row) => row.cells[i] ?? '');
    // A column is taken for what it holds; what it is called decides between two that hold the same.
    return shareOfIds(cells, asked.rule) + (i === named ? 0.05 : 0);
  });
  const at =
    wanted === undefined
      ? shares.indexOf(Math.max(...shares))
      : columns.findIndex(({ header, letter }) => [header, letter].some((name) => name.toLowerCase() === wanted));
  if (at < 0 || (wanted === undefined && (shares[at] ?? 0) < LEAST_SHARE)) {
    const shown = columns.map(({ header, letter }) => header || letter);
    throw problems.noIdColumn({ headers: shown, said: shown.join(', '), asked: asked.column ?? '' });
  }
  return at;
}
