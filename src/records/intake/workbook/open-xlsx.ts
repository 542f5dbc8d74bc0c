/** Workbooks of ECMA-376 (.xlsx, .xlsm). */
import type { Zip } from '../zip.ts';
import type { Book, BookOptions } from './book.ts';
import { readStyles } from './cell-styles.ts';
import { readParts } from './parts.ts';
import { readSharedStrings } from './shared-strings.ts';
import { readMerges } from './sheet-merges.ts';
import { readSheet, type SheetContext, type SheetRow } from './sheet-rows.ts';

export async function openXlsx(zip: Zip, { limits, isCapitalFont }: BookOptions): Promise<Book> {
  const parts = await readParts(zip);
  const openPart = async (path: string | undefined) => (path === undefined ? undefined : zip.open(path));
  const shared = {
    strings: await readSharedStrings(await openPart(parts.sharedStrings), limits),
    styles: readStyles(parts.styles && (await zip.text(parts.styles))),
    isFrom1904: parts.isFrom1904,
    limits,
    isCapitalFont,
  };
  const visible = parts.sheets.filter((sheet) => !sheet.isHidden).slice(0, limits.sheets);
  const contexts: (SheetContext & { readonly path: string })[] = [];
  for (const { path } of visible) {
    contexts.push({ ...shared, path, merges: await readMerges(await zip.open(path), limits) });
  }
  async function* rows(index: number): AsyncGenerator<SheetRow[]> {
    const context = contexts[index];
    if (context !== undefined) yield* readSheet(await zip.open(context.path), context);
  }
  return { sheets: visible.map(({ name }, i) => ({ name, merges: () => contexts[i]?.merges ?? [] })), rows };
}
