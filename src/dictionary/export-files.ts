/** Everything that leaves in one format, as files: what `dictionary export` writes, and what a node hands on in one ZIP. */
import { writeDictionary } from './author/write-dictionary.ts';
import { csvLines } from './crosswalks/crosswalk-csv.ts';
import { isLossy, lossesOf, type Loss } from './emit/losses.ts';
import type { DictionaryFormat } from './export-contract.ts';
import { compileTarget, type OutputFile, type Ready } from './targets.ts';
import { writeWorkbook } from './workbook/write-workbook.ts';

export const WORKBOOK = 'dictionary.xlsx';

/** @param name of the profile that our own YAML makes: letters, digits and hyphens */
export async function* exportFiles(format: DictionaryFormat, ready: Ready, name: string): AsyncIterable<OutputFile> {
  if (format === 'artery') {
    for (const { path, text } of writeDictionary(ready.plan, name)) yield { name: path, content: text };
  } else if (format === 'excel') {
    yield { name: WORKBOOK, content: await writeWorkbook(ready.plan) };
  } else yield* compileTarget(format === 'templates' ? 'excel' : format, ready);
  if (isLossy(format)) yield { name: NOT_CARRIED, content: lossesCsv(lossesOf(ready.plan, { ...ready, format })) };
}

/** What the format has no place for, beside the files that cannot say it. */
export const NOT_CARRIED = 'not-carried.csv';

const lossesCsv = (losses: readonly Loss[]) =>
  `\ufeff${csvLines([['kind', 'attribute', 'count'], ...losses.map((one) => [one.kind, one.attribute, String(one.count)])])}`;
