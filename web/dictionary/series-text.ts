/** A pasted or dropped table of codes and values, and one to download. Pure. */
export interface SeriesRow {
  readonly code: string;
  readonly value: string;
}

export interface SeriesRead {
  readonly rows: readonly SeriesRow[];
  /** Lines that are no code and value, from 1. */
  readonly unread: readonly number[];
}

const splitLine = (line: string, mark: string): string[] => {
  const cells: string[] = [];
  let [cell, quoted] = ['', false];
  for (let i = 0; i < line.length; i += 1) {
    const letter = line.charAt(i);
    if (quoted && letter === '"' && line.charAt(i + 1) === '"') {
      cell += '"';
      i += 1;
    } else if (letter === '"') quoted = !quoted;
    else if (letter === mark && !quoted) {
      cells.push(cell.trim());
      cell = '';
    } else cell += letter;
  }
  return [...cells, cell.trim()];
};

/** `1.250,5` and `1,250.5` and `1250.5` → `1250.5`; undefined when it is no number. */
export function readNumber(text: string): string | undefined {
  const bare = text.replace(/[\s\u00a0\u202f]/g, '');
  const decimal = /[.,](?=\d{1,2}$)|[.,](?=\d{4,}$)/.exec(bare)?.[0] ?? (/^\d{1,3}([.,]\d{3})+$/.test(bare) ? '' : '.');
  const groups = bare.split(decimal === '' ? '\0' : decimal);
  const [whole = '', fraction] = groups.length > 2 ? [bare] : groups;
  const digits = whole.replace(/[.,]/g, '');
  const number = fraction === undefined ? digits : `${digits}.${fraction}`;
  return /^[+-]?\d+(\.\d+)?$/.test(number) ? number : undefined;
}

/** The first column is the code, the last the value; a header without a number is left out. */
export function readSeries(text: string): SeriesRead {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  const mark = ['\t', ';', ','].find((one) => lines.some((line) => line.includes(one))) ?? ',';
  const rows: SeriesRow[] = [];
  const unread: number[] = [];
  lines.forEach((line, i) => {
    if (line.trim() === '') return;
    const cells = splitLine(line, mark);
    const value = readNumber(cells.at(-1) ?? '');
    if (cells.length > 1 && value !== undefined && cells[0]) rows.push({ code: cells[0], value });
    else if (i > 0) unread.push(i + 1);
  });
  return { rows, unread };
}

const cell = (text: string) => {
  const safe = /^[=+@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** With the mark by which a spreadsheet knows UTF-8. */
export const writeCsv = (rows: readonly (readonly string[])[]): string =>
  `\ufeff${rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;
