/** Text of DuckDB, written: names, words and steps. The engine never sees a value that was not quoted here. */

export type { Step } from '../../platform/analysis/engine.ts';

export const word = (text: string): string => `'${text.replaceAll("'", "''")}'`;
export const name = (text: string): string => `"${text.replaceAll('"', '""')}"`;
export const columnsOf = (columns: readonly string[]): string => columns.join(', ');

/** The first letter of each word: `nguyen van an` and `n v an` both give `nva`. */
export const initialsOf = (text: string): string => `regexp_replace(${text}, '([^ ])[^ ]*( |$)', '\\1', 'g')`;
