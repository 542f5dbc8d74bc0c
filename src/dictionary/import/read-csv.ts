/** The header and values of a delimited file → one entity whose types are guessed, and said to be. */
import { delimiterOf, readRows, type Row } from './csv-rows.ts';
import { having } from './document.ts';
import { guessType } from './guess-type.ts';
import type { Draft, DraftEntity, DraftField, DraftList, Opened } from './model.ts';
import { looksLike, refuseOther } from './open-file.ts';

// A guess needs no more; the header may stand over millions of rows.
const MOST_ROWS = 20_000;

export function readCsv(opened: Opened): Draft {
  const { file, text, findings } = opened;
  const other = looksLike(text);
  if (other !== undefined && other !== 'csv' && other !== 'artery') {
    refuseOther(opened);
    return { entities: [], lists: [] };
  }
  const rows = readRows(opened, delimiterOf(text), MOST_ROWS + 1);
  const [head, ...body] = rows ?? [];
  if (!head) return { entities: [], lists: [] };
  if (body.length === 0) findings.warn({ file, line: head.line }, 'header-alone', {});
  const name = file.replace(/^.*\//, '').replace(/\.\w+$/, '');
  for (const row of body) {
    if (row.cells.length === head.cells.length) continue;
    findings.error({ file, line: row.line }, 'ragged-row', { cells: row.cells.length, expected: head.cells.length });
    if (findings.list.length > 100) break;
  }
  const lists: DraftList[] = [];
  const fields = head.cells.flatMap((header, column) => {
    const title = header.normalize('NFC').replace(/\s+/g, ' ').trim();
    const spot = { file, line: head.line, pointer: `column ${String(column + 1)}` };
    const values = body.map((row: Row) => (row.cells[column] ?? '').trim());
    if (title === '') {
      const isEmpty = values.every((value) => value === '');
      if (isEmpty) findings.note(spot, 'empty-column', { number: column + 1 });
      else findings.error(spot, 'field-without-name', { number: column + 1 });
      return [];
    }
    return [fieldOf(title, values, { owner: name, spot, lists, findings })];
  });
  const entity: DraftEntity = { name, key: keyOf(fields, body, head), fields, spot: { file, line: head.line } };
  return { entities: [entity], lists };
}

interface Scene {
  readonly owner: string;
  readonly spot: DraftField['spot'];
  readonly lists: DraftList[];
  readonly findings: Opened['findings'];
}

function fieldOf(title: string, values: readonly string[], { owner, spot, lists, findings }: Scene): DraftField {
  const guess = guessType(values);
  const list = guess.codes === undefined ? undefined : `${owner}_${title}`;
  if (list !== undefined) {
    const items = (guess.codes ?? []).map((code) => ({ code, names: { '': code }, spot }));
    lists.push({ name: list, names: { '': title }, items, spot });
  }
  findings.note(spot, 'type-guessed', { name: title, type: guess.type, values: guess.seen });
  if (guess.notation !== undefined && guess.isAmbiguous) {
    findings.warn(spot, 'date-ambiguous', { name: title, notation: guess.notation });
  }
  return having<DraftField>({
    name: title,
    title: { '': title },
    type: guess.type,
    required: guess.isFull || undefined,
    maxLength: guess.maxLength,
    list,
    example: guess.type === 'code' ? undefined : guess.example,
    said: guess.notation === undefined ? undefined : [`written ${guess.notation}`],
    spot,
  });
}

/** The first column that is full and has no value twice. */
function keyOf(fields: readonly DraftField[], body: readonly Row[], head: Row): string[] {
  if (body.length < 2) return [];
  const unique = fields.find((field) => {
    if (field.required !== true || field.type === 'decimal' || field.type === 'boolean') return false;
    const column = head.cells.findIndex((cell) => cell.normalize('NFC').replace(/\s+/g, ' ').trim() === field.name);
    const values = body.map((row) => (row.cells[column] ?? '').trim());
    return new Set(values).size === values.length;
  });
  return unique ? [unique.name] : [];
}
