/** Translation between the contract and the room. */
import type { Context } from '../platform/context.ts';
import type { Translate } from '../platform/i18n.ts';
import { serve, type Server } from '../platform/http/serve.ts';
import { refusal } from '../platform/http/refusal.ts';
import { accountsByIds } from './accounts.ts';
import { assignPost, endPost, refuseOneself, refuseTooWide } from './assign-post.ts';
import type { Finding } from './authored.ts';
import { closeBody } from './close-body.ts';
import * as contract from './contract.ts';
import { exportBodies } from './export-bodies.ts';
import { importBodies } from './import-bodies.ts';
import { homesElsewhere } from './insist-on-home.ts';
import type { Assignment } from './model.ts';
import { moveBody } from './move-body.ts';
import { bodyHistory, bodyPage, listPage, treePage } from './pages.ts';
import { problems } from './problems.ts';
import { getBody } from './read.ts';
import { namesByIds } from './store/body.ts';
import * as store from './store/post.ts';
import { todayOf, type Author } from './write-change.ts';

interface Acting {
  readonly caller: { readonly account: string; readonly body: number | null };
  readonly decision: { readonly rule: string };
}
const author = ({ caller, decision }: Acting): Author => ({
  account: caller.account,
  body: caller.body,
  rule: decision.rule,
});

export function routes(server: Server, context: Context): void {
  readRoutes(server, context);
  changeRoutes(server, context);
  postRoutes(server, context);
}

function readRoutes(server: Server, context: Context): void {
  const today = () => todayOf(context);
  serve(server, contract.listBodies, ({ query }) => listPage(context.db, query, today()));
  serve(server, contract.nameBodies, async ({ query }) => ({
    items: await namesByIds(context.db, query.ids.split(',').map(Number)),
  }));
  serve(server, contract.readTree, ({ query }) => treePage(context.db, query, today()));
  serve(server, contract.getBody, async ({ params, query }) =>
    bodyPage(context.db, params.body, query.on ?? today(), await homesElsewhere(context)),
  );
  serve(server, contract.readHistory, ({ params, query }) => bodyHistory(context.db, params.body, query.on ?? today()));
  serve(server, contract.exportBodies, async ({ query, reply }) => {
    const format = query.format ?? 'yaml';
    const under = query.under === undefined ? undefined : (await getBody(context.db, query.under, today())).id;
    const text = await exportBodies(context.db, { format, ...(under !== undefined && { under }) });
    reply.type(format === 'csv' ? 'text/csv; charset=utf-8' : `application/${format}; charset=utf-8`);
    reply.header('content-disposition', `attachment; filename="bodies.${format}"`);
    return text;
  });
}

const withWords = (finding: Finding, t: Translate): contract.ImportFinding => ({
  ...finding,
  message: t(`bodies:findings.${finding.rule}`, { ...finding.values, code: finding.code ?? '' }),
});

function changeRoutes(server: Server, context: Context): void {
  serve(server, contract.importBodies, async ({ body, t, ...acting }) => {
    const { format, text, dryRun } = body;
    const input = { files: [{ format, text }], by: author(acting), ...(dryRun && { dryRun }) };
    const { accounts: _, ...answer } = await importBodies(context, input);
    return { ...answer, findings: answer.findings.map((finding) => withWords(finding, t)) };
  });
  serve(server, contract.moveBody, async ({ params, body, t, ...acting }) => {
    // Whoever moves a body answers for both places: where it leaves and where it arrives.
    if (body.parent !== null) {
      const there = await server.authorize(acting.caller, contract.moveBody.permission, { body: body.parent });
      if (!there.allowed) throw refusal(there, t, acting.caller.language);
    }
    return moveBody(context, { body: params.body, ...body }, author(acting));
  });
  serve(server, contract.closeBody, ({ params, body, ...acting }) =>
    closeBody(context, { body: params.body, ...body, successors: body.successors ?? [] }, author(acting)),
  );
}

function postRoutes(server: Server, context: Context): void {
  const show = async (held: readonly Assignment[]): Promise<contract.PostHeld[]> => {
    const names = await accountsByIds(
      context.db,
      held.map(({ account }) => account),
    );
    return held.map(({ id, account, post, from, to }) => {
      const name = names.get(account)?.displayName ?? account;
      return { id, account, name, post, from, to };
    });
  };
  const only = async (held: Assignment): Promise<contract.PostHeld> => ((await show([held])) as [contract.PostHeld])[0];
  serve(server, contract.listPosts, async ({ params }) => {
    const body = await getBody(context.db, params.body, todayOf(context));
    return { items: await show((await store.inBody(context.db, body.id, todayOf(context))) as Assignment[]) };
  });
  serve(server, contract.assignPost, async ({ params, body, ...acting }) => {
    refuseOneself(body.account, acting.caller);
    refuseTooWide(body.post, acting.caller.roles);
    if (!(await accountsByIds(context.db, [body.account])).has(body.account)) {
      throw problems.accountNotFound({ account: body.account });
    }
    return only(await assignPost(context, { ...body, body: params.body }, author(acting)));
  });
  serve(server, contract.endPost, async ({ params, ...acting }) => {
    const body = await getBody(context.db, params.body, todayOf(context));
    const held = await store.find(context.db, params.assignment);
    if (held) refuseTooWide(held.post as Assignment['post'], acting.caller.roles);
    return only(await endPost(context, { body, assignment: params.assignment }, author(acting)));
  });
}
