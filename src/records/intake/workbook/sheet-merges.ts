/** Merged cells stand behind the rows in a sheet's XML, and are needed before them: a quick look for them alone. */
import type { Merge } from '../find-table.ts';
import type { WorkbookLimits } from '../limits.ts';
import { problems } from '../problems.ts';
import { columnIndex } from './cell-values.ts';

const OVERLAP = 200;
const MERGE = /<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']/g;

/** @throws tooMuchWork when there are more than the limit */
export async function readMerges(stream: AsyncIterable<Buffer>, limits: WorkbookLimits): Promise<Merge[]> {
  const merges: Merge[] = [];
  let rest = '';
  for await (const chunk of stream) {
    // Nearly every piece is rows only: bytes are searched before they are made text.
    const text = rest === '' && !chunk.includes('mergeCell') ? '' : rest + chunk.toString('latin1');
    let end = 0;
    for (const match of text.matchAll(MERGE)) {
      merges.push(toMerge(match));
      end = match.index + match[0].length;
    }
    if (merges.length > limits.merges) throw problems.tooMuchWork({ measure: 'merges', limit: limits.merges });
    const tail = chunk.toString('latin1', Math.max(0, chunk.length - OVERLAP));
    // What may go on in the next piece: a tag that is not closed.
    rest = /<[^>]*$/.exec(text === '' ? tail : text.slice(Math.max(end, text.length - OVERLAP)))?.[0] ?? '';
  }
  return merges;
}

function toMerge([, left = '', top = '', right = '', bottom = '']: RegExpMatchArray): Merge {
  return { left: columnIndex(left), right: columnIndex(right), top: Number(top), bottom: Number(bottom) };
}
