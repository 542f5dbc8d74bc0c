/** Serves what is given before it is asked: translation only. */
import { Readable } from 'node:stream';
import type { Context } from '../platform/context.ts';
import { serve, type Server } from '../platform/http/serve.ts';
import * as contract from './prefill-contract.ts';
import { prefillList } from './prefill/prefill-list.ts';
import { ownPrefill, prefilledFile, viewPrefill } from './prefill/read-prefill.ts';

export function prefillRoutes(server: Server, context: Context): void {
  serve(server, contract.beginPrefill, async ({ params, query, caller, decision, upload, request, t }) => {
    const record = await prefillList(context, caller, {
      register: params.register,
      ...query,
      bytes: upload,
      limit: server.uploadLimit,
      language: request.language,
      rule: decision.rule,
    });
    return viewPrefill(context, record, t);
  });
  serve(server, contract.readPrefill, async ({ params, caller, t }) =>
    viewPrefill(context, await ownPrefill(context, caller, params), t),
  );
  serve(server, contract.prefilledTemplate, async ({ params, caller, reply }) => {
    const { name, bytes } = await prefilledFile(context, await ownPrefill(context, caller, params));
    reply.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(templateName(name))}`);
    return Readable.from(bytes.chunks());
  });
}

const templateName = (name: string) => `${name.replace(/\.\w+$/, '')}-prefilled.xlsx`;
