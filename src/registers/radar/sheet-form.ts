/** A sheet → a form: a table with headers, or a questionnaire with one numbered line a question. Pure. */
import { guessType } from '../../dictionary/import/index.ts';
import type { PreviewedSheet, RawRow } from '../../records/index.ts';
import type { AskedField, Form } from './model.ts';
import type { ReadingFinding } from './read-forms.ts';
import { bareName } from './words.ts';

interface Scene {
  readonly file: string;
  readonly name: string;
  readonly score: (headers: readonly string[]) => number;
}

type Found = Pick<ReadingFinding, 'severity' | 'code' | 'values'> & {
  readonly line?: number;
  readonly pointer?: string;
};

export interface SheetForm {
  readonly form?: Form;
  readonly findings: readonly Found[];
}

const MOST_VALUES = 60;
const MOST_TITLES = 6;

export function formOfSheet(sheet: PreviewedSheet, scene: Scene): SheetForm {
  const asked = questionsOf(sheet, scene);
  const questions = asked.length >= 4 ? scene.score(asked.map(({ name }) => name)) : 0;
  const { place } = sheet;
  const table = place ? scene.score(place.columns.map(({ header }) => header)) : 0;
  const isQuestionnaire =
    asked.length >= 4 &&
    (place === undefined || asked.length * (0.2 + questions) > place.columns.length * (0.2 + table));
  if (isQuestionnaire) {
    const first = asked[0]?.place.line ?? 1;
    return { form: formOf(scene, titlesBefore(sheet.rows, first), asked), findings: [] };
  }
  if (!place || !hasNames(place.columns.map(({ header }) => header))) return { findings: [noHeaders(sheet)] };
  return tableForm(sheet, scene);
}

const noHeaders = ({ rows }: PreviewedSheet): Found => ({
  severity: 'error',
  code: 'no-headers',
  line: rows[0]?.number ?? 1,
  values: { seen: (rows[0]?.cells ?? []).filter(Boolean).join(' · ').slice(0, 120) },
});

/** Headers are words; a row of numbers and dates is data whose headers are missing. */
function hasNames(headers: readonly string[]): boolean {
  const named = headers.filter((header) => header !== '');
  const words = named.filter((header) => /\p{L}{2}/u.test(header) && !/\d{4,}/.test(header));
  return named.length > 0 && words.length >= named.length / 2;
}

const formOf = ({ file, name }: Scene, titles: readonly string[], fields: readonly AskedField[]): Form => ({
  name,
  file,
  titles,
  family: [],
  fields,
});

const joined = (row: RawRow) =>
  row.cells
    .map((cell) => cell.trim())
    .filter(Boolean)
    .join(' ');

const titlesBefore = (rows: readonly RawRow[], line: number): string[] =>
  rows
    .filter((row) => row.number < line)
    .map(joined)
    .slice(0, MOST_TITLES);

// ── one line a question ────────────────────────────────────────────────────────────────────────────────────────────
const NUMBERED = /^\s*(?:\d{1,3}|[IVX]{1,5}|\p{Ll})(?:\.\d{1,2})*\s*[.)\-–]\s*(?=\p{L})/u;
const NUMBER = /^\s*\(?\d{1,3}(?:\.\d{1,2})*[.)]?\s*$/;
const BLANKS = /\s*(?:[:：]\s*(?:[._…-]{2,}\s*)?|[._…]{3,}\s*)/u;

function questionsOf({ rows, sheet }: PreviewedSheet, { file }: Scene): AskedField[] {
  const lines = rows.flatMap((row) => {
    const cells = row.cells.flatMap((cell, column) => (cell.trim() === '' ? [] : [{ text: cell.trim(), column }]));
    const [first, second] = cells;
    if (!first || cells.length > 3) return [];
    const label =
      NUMBERED.test(first.text) || /[:：]\s*[._…]*$/u.test(first.text)
        ? first
        : NUMBER.test(first.text) && second && /\p{L}{2}/u.test(second.text)
          ? second
          : undefined;
    return label ? [{ row, label }] : [];
  });
  if (lines.length < rows.length * 0.4) return [];
  return lines.flatMap(({ row, label }) => {
    const at = { file, line: row.number, ...(sheet !== undefined && { sheet }), column: label.column };
    const facts = label.text
      .replace(NUMBERED, '')
      .split(BLANKS)
      .map((one) => bareName(one.trim()))
      .filter((one) => /\p{L}{2}/u.test(one));
    return facts.map((name): AskedField => ({ name, titles: [], place: at }));
  });
}

// ── a table ────────────────────────────────────────────────────────────────────────────────────────────────────────
function tableForm({ sheet, rows, place }: PreviewedSheet, scene: Scene): SheetForm {
  const findings: Found[] = [];
  const data = rows.filter((row) => row.number >= (place?.firstRow ?? 0));
  const headerLine = place?.headerRows.at(-1) ?? 1;
  const fields = (place?.columns ?? []).flatMap(({ index, letter, header, path }): AskedField[] => {
    const values = data.map((row) => (row.cells[index] ?? '').trim()).filter((value) => value !== '');
    if (header === '') {
      findings.push({
        severity: 'error',
        code: 'column-without-name',
        line: headerLine,
        pointer: letter,
        values: { letter, count: values.length },
      });
      return [];
    }
    const guess = values.length >= 3 ? guessType(values.slice(0, 500)) : undefined;
    const at = { file: scene.file, ...(sheet !== undefined && { sheet }), line: headerLine, column: index, letter };
    const leaf = path.at(-1) ?? header;
    return [
      {
        name: path.length > 1 ? path.join(' ') : header,
        titles: path.length > 1 ? [leaf, path.toReversed().join(' ')] : [],
        ...(guess && guess.type !== 'text' && guess.type !== 'string' && { dataType: guess.type }),
        ...(values.length > 0 && { values: [...new Set(values)].slice(0, MOST_VALUES) }),
        place: at,
      },
    ];
  });
  const titles = [...(place?.titleRows.map(({ text }) => text) ?? []).slice(0, MOST_TITLES), sheet ?? ''].filter(
    Boolean,
  );
  return { form: formOf(scene, titles, fields), findings };
}
