/** Patches a workbook beside the main thread, under a heap limit of its own. */
import { parentPort, workerData } from 'node:worker_threads';
import { Problem } from '../../../platform/http/problem.ts';
import type { WorkbookLimits } from '../limits.ts';
import { patchWorkbook, type PatchRequest } from './patch-workbook.ts';

export interface PatchJob {
  readonly bytes: ArrayBuffer;
  readonly request: PatchRequest;
  readonly limits: WorkbookLimits;
}

export type PatchAnswer =
  | { readonly type: 'piece'; readonly piece: Uint8Array }
  | { readonly type: 'end' }
  | { readonly type: 'problem'; readonly slug: string; readonly extras: Readonly<Record<string, unknown>> };

if (parentPort !== null) {
  const main = parentPort;
  const say = (answer: PatchAnswer) => main.postMessage(answer);
  const { bytes, request, limits } = workerData as PatchJob;
  try {
    for await (const piece of patchWorkbook(Buffer.from(bytes), request, limits)) say({ type: 'piece', piece });
    say({ type: 'end' });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    say({ type: 'problem', slug: error.kind.slug, extras: error.extras });
  }
}
