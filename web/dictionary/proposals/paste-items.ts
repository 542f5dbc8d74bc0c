/** Cells that were copied from a spreadsheet, as items of a code list. Pure. */
import type { Entry } from '../attributes.ts';

/** Which columns there are, in the order of the table on the screen. */
export const itemColumns = (languages: readonly string[]): readonly string[] => [
  'code',
  ...languages.map((language) => `names.${language}`),
  'parent',
  'from',
  'to',
  'aliases',
];

/** dd/MM/yyyy, as sheets here write days, becomes an ISO day; anything else stays, and the server says what is wrong. */
function dayOf(text: string): string {
  const found = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text);
  return found ? `${found[3] ?? ''}-${(found[2] ?? '').padStart(2, '0')}-${(found[1] ?? '').padStart(2, '0')}` : text;
}

/** A cell in quotes may hold line ends and doubled quotes, as Excel copies them. */
export function cellsOf(text: string): string[][] {
  const rows: string[][] = [[]];
  const cell = /(?:"((?:[^"]|"")*)"|([^\t\r\n]*))(\t|\r\n|\n|\r|$)/gy;
  let found: RegExpExecArray | null;
  while (cell.lastIndex < text.length && (found = cell.exec(text))) {
    const row = rows.at(-1) as string[];
    row.push((found[1]?.replaceAll('""', '"') ?? found[2] ?? '').trim());
    if (found[3] !== '\t') rows.push([]);
    if (found[3] === '' || found[0] === '') break;
  }
  return rows.filter((row) => row.some((one) => one !== ''));
}

export function itemsFromCells(text: string, languages: readonly string[]): Entry[] {
  const columns = itemColumns(languages);
  return cellsOf(text)
    .filter((cells) => cells[0] !== '')
    .map((cells) => {
      const item: Record<string, unknown> = { names: {} };
      cells.forEach((cell, i) => {
        const column = columns[i];
        if (column === undefined || cell === '') return;
        if (column.startsWith('names.')) (item['names'] as Record<string, string>)[column.slice(6)] = cell;
        else if (column === 'aliases') item['aliases'] = cell.split(/\s*;\s*/).filter(Boolean);
        else item[column] = column === 'from' || column === 'to' ? dayOf(cell) : cell;
      });
      return item;
    });
}

/** The codes that are there keep their place and take what was pasted; the rest come after them. */
export function mergeItems(items: readonly Entry[], pasted: readonly Entry[]): Entry[] {
  const keyOf = (item: Entry) => `${String(item['code'])} ${String(item['from'] ?? '')}`;
  const byKey = new Map(pasted.map((item) => [keyOf(item), item]));
  const kept = items.map((item) => {
    const found = byKey.get(keyOf(item));
    byKey.delete(keyOf(item));
    return found ? { ...item, ...found, names: { ...(item['names'] as object), ...(found['names'] as object) } } : item;
  });
  return [...kept, ...byKey.values()];
}
