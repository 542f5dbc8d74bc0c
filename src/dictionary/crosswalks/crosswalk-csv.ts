/** A crosswalk as CSV (RFC 4180): the columns that an import reads, and names for people. */
import { pick, type Texts } from '../../platform/texts.ts';
import { writeLink, type Link } from './links.ts';

export interface Named {
  readonly from: ReadonlyMap<string, Texts>;
  readonly to: ReadonlyMap<string, Texts>;
  readonly language: string;
}

/** A cell that a spreadsheet would take for a formula is a text all the same. */
export const csvCell = (text: string): string => {
  const safe = /^[=+@\t\r]/.test(text) || /^-[^0-9.]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

export const csvLines = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');

export function crosswalkCsv(links: readonly Link[], { from, to, language }: Named): string {
  const rows = links.map((link) => {
    const { share, ...said } = writeLink(link);
    const name = (names: Texts | undefined) => (names ? pick(names, language) : '');
    const stated = share === undefined ? '' : String(Number(share.toFixed(9)));
    return [said.from, name(from.get(said.from)), said.to, name(to.get(said.to)), said.kind, stated];
  });
  return csvLines([['from', 'from_name', 'to', 'to_name', 'kind', 'share'], ...rows]);
}
