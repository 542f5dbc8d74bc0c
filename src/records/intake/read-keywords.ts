/** The keywords of a workbook (.xlsx, ECMA-376-2 §11 core properties): by them a template is known when it comes back. */
import { Problem } from '../../platform/http/problem.ts';
import type { ByteSource, FileKind } from './model.ts';
import { openZip } from './zip.ts';

/** Undefined for another kind of file, one without keywords, and one that cannot be opened: reading it will say why. */
export async function workbookKeywords(source: ByteSource, kind: FileKind): Promise<string | undefined> {
  if (kind !== 'xlsx') return undefined;
  const pieces: Buffer[] = [];
  for await (const piece of source.chunks()) pieces.push(piece);
  try {
    const zip = await openZip(Buffer.concat(pieces));
    const core = await zip.text('docProps/core.xml');
    return /<(?:\w+:)?keywords[^>]*>([^<]*)</.exec(core ?? '')?.[1];
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}
