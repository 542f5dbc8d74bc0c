/** Spreadsheets of OpenDocument 1.3 (part 3, §9): all sheets stand in one part, read from its beginning each time. */
import type { Merge } from '../find-table.ts';
import { BATCH_ROWS } from '../limits.ts';
import { problems } from '../problems.ts';
import type { Zip } from '../zip.ts';
import type { Book, BookOptions } from './book.ts';
import { createFastReader } from './fast-xml.ts';
import { createOdsEvents, type OdsRow } from './ods-cells.ts';
import type { SheetRow } from './sheet-rows.ts';
import { xmlText } from './xml.ts';

const CONTENT = 'content.xml';

/** @throws encryptedWorkbook, damagedFile, tooManyColumns */
export async function openOds(zip: Zip, { limits }: BookOptions): Promise<Book> {
  if ((await zip.text('META-INF/manifest.xml'))?.includes('encryption-data')) throw problems.encryptedWorkbook();
  const tables = (await listTables(zip)).slice(0, limits.sheets);
  const merges: Merge[][] = tables.map(() => []);
  async function* rows(index: number): AsyncGenerator<SheetRow[]> {
    const table = tables[index];
    if (table === undefined) return;
    const found: Merge[] = (merges[index] = []);
    let waiting: OdsRow[] = [];
    let isOver = false;
    const events = createOdsEvents(table.place, {
      columns: limits.columns,
      row: (row) => void waiting.push(row),
      merge(merge) {
        if (found.length >= limits.merges) throw problems.tooMuchWork({ measure: 'merges', limit: limits.merges });
        found.push(merge);
      },
      end: () => void (isOver = true),
    });
    const reader = createFastReader(events);
    for await (const piece of xmlText(await zip.open(CONTENT))) {
      reader.write(piece);
      if (waiting.length >= BATCH_ROWS) {
        yield* repeated(waiting);
        waiting = [];
      }
      if (isOver) break;
    }
    if (!isOver) reader.end();
    yield* repeated(waiting);
  }
  return { sheets: tables.map(({ name }, i) => ({ name, merges: () => merges[i] ?? [] })), rows };
}

/** Equal rows are written once with a count; a hostile count costs one batch at a time. */
function* repeated(rows: readonly OdsRow[]): Generator<SheetRow[]> {
  let batch: SheetRow[] = [];
  for (const { number, cells, troubles, repeat } of rows) {
    for (let i = 0; i < repeat; i++) {
      batch.push({ number: number + i, cells, ...(troubles.length > 0 ? { troubles } : {}) });
      if (batch.length < BATCH_ROWS) continue;
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

interface Table {
  readonly name: string;
  /** Among all tables of the part. */
  readonly place: number;
}

/** The visible tables: a style of their own can hide them. */
async function listTables(zip: Zip): Promise<Table[]> {
  const hidden = new Set<string>();
  const tables: Table[] = [];
  let style = '';
  let count = 0;
  let depth = 0;
  const reader = createFastReader({
    open(name, tag) {
      if (name === 'style') style = attributeOf(tag, 'name');
      if (name === 'table-properties' && attributeOf(tag, 'display') === 'false') hidden.add(style);
      if (name !== 'table') return;
      // Tables inside cells are no sheets.
      if (depth === 0) {
        if (!hidden.has(attributeOf(tag, 'style-name'))) tables.push({ name: attributeOf(tag, 'name'), place: count });
        count += 1;
      }
      depth += 1;
    },
    text: () => undefined,
    close(name) {
      if (name === 'table') depth -= 1;
    },
  });
  for await (const piece of xmlText(await zip.open(CONTENT))) reader.write(piece);
  reader.end();
  return tables;
}

function attributeOf(tag: string, name: string): string {
  const value = new RegExp(`\\s(?:[\\w-]+:)?${name}\\s*=\\s*"([^"]*)"`).exec(tag)?.[1] ?? '';
  return value.replace(/&(amp|lt|gt|quot|apos);/g, (_, entity: string) => ENTITIES[entity] ?? '');
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
