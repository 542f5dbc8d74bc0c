/** Serves the radar: translation only. */
import { Readable } from 'node:stream';
import type { Context } from '../../platform/context.ts';
import { serve, type Server } from '../../platform/http/serve.ts';
import { checkUploaded, mendUploaded } from './check-uploaded.ts';
import { exampleForm, exampleForms } from './example-forms.ts';
import * as contract from './radar-contract.ts';

const TYPES = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
} as const;

export function radarRoutes(server: Server, context: Context): void {
  serve(server, contract.checkForm, ({ query, upload, request, t }) =>
    checkUploaded(context, { ...query, upload, type: request.headers['content-type'] ?? '' }, t),
  );
  serve(server, contract.mendForm, async ({ query: { keep, ...query }, upload, request, reply }) => {
    const sent = { ...query, upload, type: request.headers['content-type'] ?? '' };
    const { bytes, kind } = await mendUploaded(context, sent, keep?.split('\n') ?? []);
    const name = `${(query.fileName ?? 'form').replace(/\.\w+$/, '')}-mended.${kind}`;
    reply.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`);
    reply.header('content-type', TYPES[kind]);
    return Readable.from([Buffer.from(bytes)]);
  });
  serve(server, contract.listExampleForms, () => ({
    items: exampleForms(context.profile).map(({ text: _, ...one }) => one),
  }));
  serve(server, contract.exampleForm, ({ params, reply }) => {
    const { fileName, text } = exampleForm(context.profile, params.example);
    reply.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`);
    reply.header('content-type', TYPES.csv);
    return Readable.from([Buffer.from(text)]);
  });
}
