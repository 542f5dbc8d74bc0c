/** Serves a body's periodic list: translation only. */
import type { Context } from '../platform/context.ts';
import { serve, type Server } from '../platform/http/serve.ts';
import * as contract from './body-list-contract.ts';
import { listScene, noteShown, readBodyList } from './lists/read-list.ts';
import { answerBodyList, signBodyList } from './lists/sign-list.ts';
import { layoutFile, signedList } from './lists/write-files.ts';
import { noteReads } from '../records/index.ts';
import { minutesDocument } from './lists/write-minutes.ts';

export function bodyListRoutes(server: Server, context: Context): void {
  serve(server, contract.readBodyList, async ({ params, query, caller, decision, request }) => {
    const view = await readBodyList(context, await listScene(context, params, request.language));
    if (query.brief) return { ...view, items: [] };
    await noteShown(context, caller, view, decision.rule);
    return view;
  });
  serve(server, contract.answerBodyList, async ({ params, body, caller, request }) => {
    await answerBodyList(context, caller, await listScene(context, params, request.language), body);
  });
  serve(server, contract.signBodyList, async ({ params, caller, request }) =>
    signBodyList(context, caller, await listScene(context, params, request.language)),
  );
  serve(server, contract.listMinutes, async ({ params, request, reply }) => {
    const scene = await listScene(context, params, request.language);
    const list = await signedList(context, scene, params.list);
    reply.header('content-disposition', `attachment; filename="minutes-${params.body}.docx"`);
    return minutesDocument(context, scene, list);
  });
  serve(server, contract.listFile, async ({ params, request, reply, caller, decision }) => {
    const scene = await listScene(context, params, request.language);
    const list = await signedList(context, scene, params.list);
    reply.header('content-disposition', `attachment; filename="list-${params.body}.xlsx"`);
    return layoutFile(context, scene, list, (records) =>
      noteReads(
        context,
        caller,
        { action: 'registers.list-file', subject: params.register, rule: decision.rule, fields: scene.fields },
        records,
      ),
    );
  });
}
