/** What stands in a Word file. */
import { promisify } from 'node:util';
import type { Readable } from 'node:stream';
import yauzl from 'yauzl';

/** The text of one part of the package. */
export async function partOf(file: Buffer, name: string): Promise<string> {
  const zip = (await promisify(yauzl.fromBuffer as never)(file, { lazyEntries: true })) as unknown as yauzl.ZipFile;
  return new Promise((resolve, reject) => {
    zip.on('error', reject);
    zip.on('end', () => reject(new Error(`no ${name}`)));
    zip.on('entry', (entry: yauzl.Entry) => {
      if (entry.fileName !== name) return zip.readEntry();
      zip.openReadStream(entry, (error, stream) => {
        if (error) return reject(error);
        void textOf(stream).then(resolve, reject);
      });
    });
    zip.readEntry();
  });
}

async function textOf(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** Its words, a run a line. */
export const wordsOf = (xml: string) =>
  [...xml.matchAll(/<w:t[^>]*>([^<]*)<\/w:t>/g)]
    .map(([, text]) => text)
    .join('\n')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');

/** Every word of the document itself. */
export const docxText = async (file: Buffer): Promise<string> => wordsOf(await partOf(file, 'word/document.xml'));
