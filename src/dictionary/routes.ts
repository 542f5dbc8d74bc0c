/** Translation between the contract and the room. */
import type { FastifyReply } from 'fastify';
import type { Context } from '../platform/context.ts';
import { serve, type Server } from '../platform/http/serve.ts';
import { pick } from '../platform/texts.ts';
import { adoptRelease } from './adopt-release.ts';
import { importCodes } from './codes/import-codes.ts';
import { parseColumns } from './codes/read-rows.ts';
import { resolveCode } from './codes/resolve-code.ts';
import { codesOverTimeRoutes } from './codes-over-time-routes.ts';
import * as contract from './contract.ts';
import { crosswalkRoutes } from './crosswalk-routes.ts';
import { downloadRelease } from './download-release.ts';
import { formOf, jsonSchemaOf, templateOf, typeScriptOf } from './downloads.ts';
import { dictionaryExport } from './export-dictionary.ts';
import { bookExport, codeListExport, entityExport, type Download } from './export-downloads.ts';
import { describeChange, describeRenaming } from './describe-change.ts';
import { mappingRoutes } from './mapping-routes.ts';
import { overlayRoutes } from './overlay/overlay-routes.ts';
import * as pages from './pages.ts';
import { importRoutes } from './proposals/import-routes.ts';
import { proposalRoutes } from './proposals/proposal-routes.ts';
import { readText } from './read-text.ts';
import { usagesOf } from './register-usage.ts';
import * as releases from './store/release.ts';
import { answerExpression } from './try-expression.ts';
import { authorOf as author, todayOf } from './write-change.ts';

export function routes(server: Server, context: Context): void {
  elementRoutes(server, context);
  downloadRoutes(server, context);
  exportRoutes(server, context);
  codeRoutes(server, context);
  overlayRoutes(server, context);
  codesOverTimeRoutes(server, context);
  crosswalkRoutes(server, context);
  releaseRoutes(server, context);
  mappingRoutes(server, context);
  serve(server, contract.checkExpressionOf, async ({ body, caller, t }) => {
    // What a proposal brings is told to those who may read proposals.
    const { proposal, ...asked } = body;
    const { allowed } = await server.authorize(caller, contract.getProposal.permission, {});
    const given = { ...asked, ...(allowed && proposal !== undefined && { proposal }) };
    return answerExpression(context, given, { t, language: caller.language });
  });
  proposalRoutes(server, context);
  importRoutes(server, context);
}

function elementRoutes(server: Server, { db }: Context): void {
  serve(server, contract.search, async ({ query }) => {
    const { items, release } = await pages.searchPage(db, query);
    return { items: [...items], release };
  });
  serve(server, contract.listElements, ({ query }) => pages.elementPage(db, query));
  serve(server, contract.getElement, ({ params, query }) => pages.oneElement(db, params.element, query.release));
  serve(server, contract.listUses, async ({ query }) => ({
    items: await usagesOf(db, query.elements.split(',')),
  }));
  serve(server, contract.listEntities, ({ query }) => pages.entityList(db, query.release));
  serve(server, contract.getEntity, ({ params, query }) => pages.oneEntity(db, params.entity, query.release));
}

const attach = (reply: FastifyReply, name: string) =>
  reply.header('content-disposition', `attachment; filename="${name.replace(/[^a-z0-9_.-]/gi, '_')}"`);

function downloadRoutes(server: Server, context: Context): void {
  serve(server, contract.getEntitySchema, ({ params, query, caller, t }) =>
    jsonSchemaOf(context, { ...params, ...query, language: caller.language, t }),
  );
  serve(server, contract.getEntityTypes, ({ params, query, caller, t, reply }) => {
    reply.type('text/plain; charset=utf-8');
    attach(reply, `${params.entity}.ts`);
    return typeScriptOf(context, { ...params, ...query, language: caller.language, t });
  });
  serve(server, contract.getEntityTemplate, ({ params, query, caller, reply }) => {
    attach(reply, `${params.entity}.xlsx`);
    const language = query.language ?? caller.language;
    return templateOf(context, { ...params, ...query, language, t: context.words.translator(language) });
  });
  serve(server, contract.getEntityForm, ({ params, query, caller }) => {
    const language = query.language ?? caller.language;
    return formOf(context, { ...params, ...query, language, t: context.words.translator(language) });
  });
}

function exportRoutes(server: Server, context: Context): void {
  const send = (reply: FastifyReply, { name, type, content }: Download) => {
    reply.type(type);
    attach(reply, name);
    return content;
  };
  serve(server, contract.getEntityExport, async ({ params, query, caller, reply }) => {
    const language = query.language ?? caller.language;
    return send(reply, await entityExport(context, { ...params, ...query, language }));
  });
  serve(server, contract.getCodeListExport, async ({ params, query, reply }) =>
    send(reply, await codeListExport(context, { ...params, ...query })),
  );
  serve(server, contract.getReleaseFile, async ({ params, reply }) => {
    const file = await downloadRelease(context, params.release);
    return send(reply, { ...file, type: 'application/json' });
  });
  serve(server, contract.getDictionaryExport, async ({ params, query, caller, reply }) => {
    const language = query.language ?? caller.language;
    return send(reply, await dictionaryExport(context, { ...params, ...query, language }));
  });
  serve(server, contract.getBook, async ({ params, query, caller, reply }) => {
    const language = query.language ?? caller.language;
    return send(reply, await bookExport(context, { ...params, ...query, language }));
  });
}

function codeRoutes(server: Server, context: Context): void {
  serve(server, contract.listCodeLists, ({ query }) => pages.codeListPage(context, query.on));
  serve(server, contract.listCodes, ({ params, query }) => pages.codePage(context, params.list, query));
  serve(server, contract.resolveCode, async ({ params, query }) => {
    const today = todayOf(context);
    const answer = await resolveCode(context.db, { ...params, on: query.on, today });
    const { successors, predecessors, everyMeaning } = answer;
    return {
      ...answer,
      successors: [...successors],
      predecessors: [...predecessors],
      everyMeaning: [...everyMeaning],
    };
  });
  serve(server, contract.importCodes, async ({ params, query, upload, t, ...acting }) => {
    const { columns, ...rest } = query;
    const { language } = acting.caller;
    const outcome = await importCodes(
      context,
      {
        ...params,
        ...rest,
        text: await readText(upload),
        columns: columns === undefined ? undefined : parseColumns(columns),
      },
      author(acting),
    );
    const findings = outcome.findings.map(({ row, kind, value, newer }) => {
      const names = newer && {
        file: pick(newer.file, language),
        newer: pick(newer.names, language),
        since: newer.since,
      };
      return { row, kind, value, message: t(`dictionary:imports.${kind}`, { value, row, ...names }) };
    });
    return { ...outcome, changes: [...outcome.changes], findings };
  });
}

function releaseRoutes(server: Server, context: Context): void {
  serve(server, contract.listReleases, () => pages.releaseList(context.db));
  serve(server, contract.compareReleases, async ({ params, query, caller, t }) => {
    const { changes, renames, ...answer } = await pages.releaseChanges(context.db, params.release, query.since);
    const { language } = caller;
    return {
      ...answer,
      changes: changes.map((change) => ({ ...change, words: describeChange(change, language, t) })),
      renames: renames.map((one) => ({ ...one, words: describeRenaming(one, language, t) })),
    };
  });
  serve(server, contract.listAdoptions, async () => ({ items: await releases.adoptions(context.db) }));
  serve(server, contract.adoptRelease, ({ params, body, ...acting }) =>
    adoptRelease(context, { body: body.body, release: params.release }, author(acting)),
  );
}
