/** Sends a file into a register as the upload page does: upload, columns as they were matched, check. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Visitor } from './whole-node.ts';
import { call } from '../../src/platform/http/call.ts';
import type { LoadView } from '../../src/records/contract.ts';
import { beginLoad, checkDeclared, commitDeclared, type UploadView } from '../../src/registers/contract.ts';
import type { Static } from 'typebox';

export interface Destination {
  readonly register: string;
  /** Code of the body. */
  readonly body: string;
}

export interface Sent {
  readonly upload: UploadView;
  readonly load: Static<typeof LoadView>;
}

/** Nothing is pressed on the page of columns: they are taken as they were matched. Nothing is stored yet. */
export async function sendList({ send }: Visitor, to: Destination, file: string): Promise<Sent> {
  const { register, body } = to;
  const upload = await call(send, beginLoad, {
    params: { register },
    query: { body, fileName: basename(file) },
    upload: { content: readFileSync(file), type: 'application/octet-stream' },
  });
  const columns = upload.columns.map(({ column, field }) => ({ column, field }));
  const load = await call(send, checkDeclared, {
    params: { register },
    body: { upload: upload.upload, body, columns },
  });
  return { upload, load };
}

export const storeValid = ({ send }: Visitor, { register }: Destination, sent: Sent) =>
  call(send, commitDeclared, { params: { register, load: sent.load.load }, body: { onlyValid: true } });
