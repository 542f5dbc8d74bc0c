/** The texts of a workbook, held once, as UTF-8 outside the heap: a million names stay below 64 MB. */
import type { WorkbookLimits } from '../limits.ts';
import { problems } from '../problems.ts';
import { unescapeText } from './cell-values.ts';
import { createFastReader } from './fast-xml.ts';
import { xmlText } from './xml.ts';

export interface SharedStrings {
  get(index: number): string;
  readonly count: number;
}

/** @throws tooMuchWork when the texts are longer than the limit */
export async function readSharedStrings(
  stream: AsyncIterable<Buffer> | undefined,
  limits: WorkbookLimits,
): Promise<SharedStrings> {
  const texts = createTexts(limits.sharedTextBytes);
  if (stream !== undefined) {
    const reader = createFastReader(createTextEvents((text) => texts.add(text)));
    for await (const piece of xmlText(stream)) reader.write(piece);
    reader.end();
  }
  return texts;
}

/** Texts of `si` (or `is`) elements: plain or in runs; what is read aloud (`rPh`) is left out. */
function createTextEvents(done: (text: string) => void) {
  let text = '';
  let inText = false;
  let aside = false;
  return {
    open(name: string) {
      if (name === 'si') text = '';
      if (name === 'rPh') aside = true;
      inText = name === 't' && !aside;
    },
    text(piece: string) {
      if (inText) text += piece;
    },
    close(name: string) {
      if (name === 't') inText = false;
      if (name === 'rPh') aside = false;
      if (name === 'si') done(unescapeText(text));
    },
  };
}

function createTexts(limit: number): SharedStrings & { add(text: string): void } {
  let bytes = Buffer.allocUnsafe(64 * 1024);
  let offsets = new Uint32Array(1024);
  let used = 0;
  let count = 0;
  return {
    get count() {
      return count;
    },
    add(text) {
      const most = text.length * 3;
      if (used + most > bytes.length) {
        const grown = Buffer.allocUnsafe(Math.max(bytes.length * 2, used + most));
        bytes.copy(grown, 0, 0, used);
        bytes = grown;
      }
      used += bytes.write(text, used);
      count += 1;
      if (count >= offsets.length) {
        const grown = new Uint32Array(offsets.length * 2);
        grown.set(offsets);
        offsets = grown;
      }
      offsets[count] = used;
      if (used + count * 4 > limit) throw problems.tooMuchWork({ measure: 'texts', limit });
    },
    get: (index) => (index < 0 || index >= count ? '' : bytes.toString('utf8', offsets[index], offsets[index + 1])),
  };
}
