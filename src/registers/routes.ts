/** Serves the room's contract: translation only. */
import type { Caller } from '../platform/caller.ts';
import type { Context } from '../platform/context.ts';
import { refusedOrAbsent } from '../governance/index.ts';
import { refusal } from '../platform/http/refusal.ts';
import { serve, type Server } from '../platform/http/serve.ts';
import { loadViews, type Load } from '../records/index.ts';
import { annotateLoad } from './annotate-load.ts';
import type { LoadView } from '../records/contract.ts';
import { authorityRoutes } from './authority/routes.ts';
import { bodyListRoutes } from './body-list-routes.ts';
import { beginLoad, readUpload } from './begin-load.ts';
import * as contract from './contract.ts';
import { correctionRoutes } from './corrections/routes.ts';
import { checkDeclared, commitDeclared, ownLoad } from './load-declared.ts';
import { goldenRoutes } from './golden-routes.ts';
import { lookupPerson } from './lookup-person.ts';
import { readCodesToday, readUnits } from './units/read-units.ts';
import { readOnceOnly } from './once-only/read-once-only.ts';
import { prefillRoutes } from './prefill-routes.ts';
import { radarRoutes } from './radar/routes.ts';

export function registersRoutes(server: Server, context: Context): void {
  loadRoutes(server, context);
  prefillRoutes(server, context);
  goldenRoutes(server, context);
  authorityRoutes(server, context);
  bodyListRoutes(server, context);
  radarRoutes(server, context);
  serve(server, contract.lookupPerson, ({ params, query, caller, decision }) =>
    lookupPerson(context, caller, {
      register: params.register,
      key: query.key,
      record: query.record,
      purpose: query.purpose,
      into: query.into,
      rule: decision.rule,
    }),
  );
  correctionRoutes(server, context);
  serve(server, contract.readCodesToday, ({ params, body }) => readCodesToday(context, { ...params, ...body }));
  serve(server, contract.readUnits, ({ params, query, caller, decision, t, request }) => {
    const about = { register: params.register };
    const absent = async () =>
      refusal(await refusedOrAbsent(context.db, caller, 'records.read', about), t, request.language);
    return readUnits(context, caller, { ...params, ...query, rule: decision.rule, absent });
  });
  serve(server, contract.readOnceOnly, ({ query, caller }) => readOnceOnly(context, caller, query));
}

function loadRoutes(server: Server, context: Context): void {
  serve(server, contract.beginLoad, ({ params, query, caller, upload }) =>
    beginLoad(context, caller, {
      register: params.register,
      body: query.body,
      fileName: query.fileName,
      bytes: upload,
      limit: server.uploadLimit,
    }),
  );
  serve(server, contract.readUpload, ({ params, query, caller }) =>
    readUpload(context, caller, { register: params.register, body: query.body, upload: params.upload }, query),
  );
  serve(server, contract.checkDeclared, async ({ params, body, caller }) =>
    view(context, caller, await checkDeclared(context, caller, { register: params.register, ...body })),
  );
  serve(server, contract.commitDeclared, async ({ params, body, caller, decision }) =>
    view(
      context,
      caller,
      await commitDeclared(context, caller, { ...params, onlyValid: body.onlyValid ?? false, rule: decision.rule }),
    ),
  );
  serve(server, contract.annotatedLoad, async ({ params, query, caller, request, reply }) => {
    const load = await ownLoad(context, caller, params);
    reply.header(
      'content-disposition',
      `attachment; filename*=UTF-8''${encodeURIComponent(annotatedName(load.fileName))}`,
    );
    return annotateLoad(context, load, { language: request.language, onlyWrongRows: query.only === 'wrong' });
  });
}

const view = async (context: Context, caller: Caller, load: Load) =>
  (await loadViews(context, [load], caller))[0] as LoadView;

const annotatedName = (name: string | null) => `${(name ?? 'load').replace(/\.\w+$/, '')}-review.xlsx`;
