/** Marks of state secrecy at the door: every text of a request and every upload, before anything of it is used. */
import { Readable } from 'node:stream';
import { markedProblem, markIn } from '../marks/guard.ts';
import { scanFile, type FileMark } from '../marks/scan-file.ts';
import type { FoundMark } from '../marks/model.ts';
import { recordProblem, type Acting } from './record-refusal.ts';
import { readWhole } from './upload.ts';

/** What is not a table of rows is read whole by its handler anyway. */
const LARGEST = 96 * 1024 * 1024;

/** @throws marks.markedSecret; the attempt is audited and remembered, and nothing of the text is */
export async function refuseMarks(acting: Acting): Promise<void> {
  const { server, endpoint, input } = acting;
  if (!server.marks || endpoint.marks !== undefined || endpoint.method === 'GET') return;
  const { marks } = server.marks;
  const found = markIn(marks, input.body) ?? markIn(marks, [input.params, input.query], 'fileName');
  if (found) await refuse(acting, found, found.place);
}

/** The upload, looked through where its use case does not do so itself. @throws marks.markedSecret */
export async function watchMarks(acting: Acting, upload: Readable): Promise<Readable> {
  const { server, endpoint, request } = acting;
  if (!server.marks || !endpoint.consumes || endpoint.marks !== undefined) return upload;
  const bytes = await readWhole(upload, LARGEST);
  const { marks } = server.marks;
  const type = request.headers['content-type'] ?? '';
  for (const part of await partsOf(bytes, type)) {
    const found = await scanFile([part.bytes], marks, { name: part.name });
    if (found) await refuse(acting, found, found.part);
  }
  return Readable.from([bytes]);
}

async function refuse(acting: Acting, found: FoundMark | FileMark, place: string): Promise<never> {
  const problem = markedProblem(found, place);
  await recordProblem(acting, problem);
  throw problem;
}

interface UploadPart {
  readonly name?: string | undefined;
  readonly bytes: Uint8Array;
}

/** The files of a form, or the body itself. What is no form is refused by its handler. */
async function partsOf(bytes: Buffer, type: string): Promise<UploadPart[]> {
  if (!/^multipart\/form-data\b/i.test(type)) return [{ bytes }];
  try {
    const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData();
    const parts = [...form.values()].map(async (value): Promise<UploadPart> =>
      typeof value === 'string'
        ? { bytes: Buffer.from(value) }
        : { name: value.name, bytes: new Uint8Array(await value.arrayBuffer()) },
    );
    return await Promise.all(parts);
  } catch {
    return [{ bytes }];
  }
}
