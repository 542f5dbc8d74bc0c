/** Translation between the contract and proposals. */
import type { FastifyReply } from 'fastify';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { Decision } from '../../platform/decision.ts';
import { serve, type Server } from '../../platform/http/serve.ts';
import { ifMatch, setVersion } from '../../platform/http/versions.ts';
import type { Translate } from '../../platform/i18n.ts';
import * as contract from '../contract.ts';
import { currentRelease, getElement, getRelease } from '../current-release.ts';
import { authorElement } from '../author/author-plan.ts';
import type { Authored } from '../import/model.ts';
import * as comments from '../store/proposal-comment.ts';
import type { Acting } from './act-on-proposal.ts';
import { approveProposal } from './approve-proposal.ts';
import { twinsOf, type HalfTyped } from './authored-thing.ts';
import { commentProposal, resolveComment } from './comment-proposal.ts';
import { createProposal } from './create-proposal.ts';
import type { Right } from './decide-action.ts';
import { editProposal } from './edit-proposal.ts';
import { rejectProposal, returnProposal, withdrawProposal } from './end-proposal.ts';
import { peopleNames, type NamePerson } from './name-people.ts';
import { numberAfter, pageOf, textAfter } from './page-cursor.ts';
import type { ProposalPage } from './proposal-shapes.ts';
import { dropEntry, putEntry, refuseDeep } from './put-entry.ts';
import { checkEntry, listEntries, readEntry } from './read-entries.ts';
import { listProposals, readProposal, refuseUnknown, tellTwin, type Reader } from './read-proposal.ts';
import { rebaseProposal } from './rebase-proposal.ts';
import { submitProposal } from './submit-proposal.ts';

const LIMIT = 50;

interface Asking {
  readonly caller: Caller;
  readonly decision: Decision;
  readonly t: Translate;
}

const PERMISSIONS: Readonly<Record<Right, string>> = {
  propose: 'dictionary.propose',
  review: 'dictionary.review-proposals',
  release: 'dictionary.release-proposals',
  comment: 'dictionary.comment-proposals',
};

/** The posts in which a returned proposal may come back, the nearest to the data first. */
const MAKING = ['steward', 'data-manager', 'data-office'];

export async function actingOf(
  server: Pick<Server, 'authorize'>,
  { caller, decision }: Omit<Asking, 't'>,
): Promise<Acting> {
  const asked = await Promise.all(
    (Object.entries(PERMISSIONS) as [Right, string][]).map(async ([right, permission]) => {
      const { allowed } = await server.authorize(caller, permission, {});
      return allowed ? [right] : [];
    }),
  );
  const { account, body } = caller;
  const post = MAKING.find((one) => caller.roles.includes(one)) ?? null;
  return { account, body, post, rights: new Set(asked.flat()), rule: decision.rule };
}

export function proposalRoutes(server: Server, context: Context): void {
  readingRoutes(server, context);
  makingRoutes(server, context);
  entryRoutes(server, context);
  decidingRoutes(server, context);
  commentRoutes(server, context);
  twinRoutes(server, context);
}

const readerOf = async (server: Server, asking: Asking): Promise<Reader> => ({
  ...(await actingOf(server, asking)),
  language: asking.caller.language,
  t: asking.t,
});

/** The proposal as it stands after an act, with its new ETag. */
async function standing(
  server: Server,
  context: Context,
  proposal: number,
  call: Asking & { readonly reply: FastifyReply },
): Promise<ProposalPage> {
  const page = await readProposal(context, proposal, await readerOf(server, call));
  setVersion(call.reply, page.revision);
  return page;
}

function readingRoutes(server: Server, context: Context): void {
  serve(server, contract.listProposals, async ({ query, caller }) => {
    const { cursor, limit = LIMIT, ...filter } = query;
    const page = { before: numberAfter(cursor), limit, account: caller.account };
    const { rows, total } = await listProposals(context, filter, page);
    return { ...pageOf(rows, limit, (one) => String(one.number)), total };
  });
  serve(server, contract.getProposal, ({ params, ...call }) => standing(server, context, params.proposal, call));
  serve(server, contract.listReleaseProposals, async ({ params, caller }) => {
    const { number: release } = await getRelease(context.db, params.release);
    const { rows } = await listProposals(context, { release }, { limit: 100, account: caller.account });
    return { items: rows };
  });
}

function makingRoutes(server: Server, context: Context): void {
  serve(server, contract.createProposal, async ({ body, ...call }) => {
    const number = await createProposal(context, body, await actingOf(server, call));
    call.reply.code(201).header('location', `/api/dictionary/proposals/${String(number)}`);
    return standing(server, context, number, call);
  });
  serve(server, contract.editProposal, async ({ params, body, ...call }) => {
    const edit = { ...params, ...body, revision: ifMatch(call.request) };
    await editProposal(context, edit, await actingOf(server, call));
    return standing(server, context, params.proposal, call);
  });
  serve(server, contract.rebaseProposal, async ({ params, body, ...call }) => {
    const rebase = { ...params, ...body, revision: ifMatch(call.request) };
    await rebaseProposal(context, rebase, await actingOf(server, call));
    return standing(server, context, params.proposal, call);
  });
}

function entryRoutes(server: Server, context: Context): void {
  serve(server, contract.listProposalEntries, async ({ params, query }) => {
    const { cursor, limit = LIMIT, ...filter } = query;
    const rows = await listEntries(context, params.proposal, { ...filter, after: textAfter(cursor) });
    return pageOf(rows, limit, (row) => `${row.kind} ${row.key}`);
  });
  serve(server, contract.getProposalEntry, async ({ params, ...call }) => {
    const page = await readEntry(context, params, await readerOf(server, call));
    setVersion(call.reply, page.revision);
    return page;
  });
  serve(server, contract.putProposalEntry, async ({ params, body, ...call }) => {
    const address = { ...params, revision: ifMatch(call.request) };
    const put =
      body.action === 'put'
        ? { ...address, action: body.action, authored: body.authored as Authored }
        : { ...address, action: body.action };
    await putEntry(context, put, await actingOf(server, call));
    const page = await readEntry(context, params, await readerOf(server, call));
    setVersion(call.reply, page.revision);
    return page;
  });
  serve(server, contract.dropProposalEntry, async ({ params, ...call }) => {
    const drop = { ...params, revision: ifMatch(call.request) };
    await dropEntry(context, drop, await actingOf(server, call));
    return standing(server, context, params.proposal, call);
  });
  serve(server, contract.checkProposalEntry, async ({ params, body, ...call }) =>
    checkEntry(context, { ...params, ...body }, await readerOf(server, call)),
  );
}

function decidingRoutes(server: Server, context: Context): void {
  serve(server, contract.submitProposal, async ({ params, body, ...call }) => {
    const step = { ...params, ...body, revision: ifMatch(call.request) };
    await submitProposal(context, step, await actingOf(server, call));
    return standing(server, context, params.proposal, call);
  });
  serve(server, contract.approveProposal, async ({ params, body, ...call }) => {
    const step = { ...params, ...body, revision: ifMatch(call.request) };
    await approveProposal(context, step, await actingOf(server, call));
    return standing(server, context, params.proposal, call);
  });
  serve(server, contract.returnProposal, async ({ params, body, ...call }) => {
    const step = { ...params, ...body, revision: ifMatch(call.request) };
    await returnProposal(context, step, await actingOf(server, call));
    return standing(server, context, params.proposal, call);
  });
  serve(server, contract.rejectProposal, async ({ params, body, ...call }) => {
    const step = { ...params, ...body, revision: ifMatch(call.request) };
    await rejectProposal(context, step, await actingOf(server, call));
    return standing(server, context, params.proposal, call);
  });
  serve(server, contract.withdrawProposal, async ({ params, body, ...call }) => {
    const step = { ...params, ...body, revision: ifMatch(call.request) };
    await withdrawProposal(context, step, await actingOf(server, call));
    return standing(server, context, params.proposal, call);
  });
}

function tellComment(row: comments.CommentRow, people: NamePerson) {
  const { account, body, resolvedBy, resolvedBody, resolvedAt, ...rest } = row;
  const stated = Object.entries(rest).filter(([, value]) => value !== null);
  return {
    ...(Object.fromEntries(stated) as Pick<typeof row, 'id' | 'text' | 'at'>),
    by: people(account, body),
    ...(resolvedBy !== null && { resolvedBy: people(resolvedBy, resolvedBody) }),
    ...(resolvedAt !== null && { resolvedAt }),
  };
}

const spokenBy = (rows: readonly comments.CommentRow[]) =>
  rows.flatMap(({ account, resolvedBy }) => [account, ...(resolvedBy === null ? [] : [resolvedBy])]);

function commentRoutes(server: Server, context: Context): void {
  const { db } = context;
  serve(server, contract.listProposalComments, async ({ params, query }) => {
    const { cursor, limit = LIMIT, ...filter } = query;
    await refuseUnknown(context, params.proposal);
    const after = numberAfter(cursor);
    const rows = await comments.list(db, params.proposal, { ...filter, after, limit: limit + 1 });
    const people = await peopleNames(db, spokenBy(rows));
    const page = pageOf(rows, limit, (row) => String(row.id));
    return { ...page, items: page.items.map((row) => tellComment(row, people)) };
  });
  serve(server, contract.commentProposal, async ({ params, body, ...call }) => {
    const row = await commentProposal(context, { ...params, ...body }, await actingOf(server, call));
    call.reply.code(201);
    return tellComment(row, await peopleNames(db, spokenBy([row])));
  });
  serve(server, contract.resolveProposalComment, async ({ params, body, ...call }) => {
    const row = await resolveComment(context, { ...params, ...body }, await actingOf(server, call));
    return tellComment(row, await peopleNames(db, spokenBy([row])));
  });
}

function twinRoutes(server: Server, context: Context): void {
  const answer = async (asked: HalfTyped, limit: number | undefined, t: Translate) => {
    const { plan, number } = await currentRelease(context.db);
    return { items: twinsOf(plan, asked, { limit }).map((one) => tellTwin(one, t)), release: number };
  };
  serve(server, contract.findTwins, ({ body, t }) => {
    const { kind, authored, limit } = body;
    refuseDeep(authored);
    const code = (authored as Authored)['code'];
    return answer({ kind, key: typeof code === 'string' ? code : '', authored: authored as Authored }, limit, t);
  });
  serve(server, contract.listTwins, async ({ query, t }) => {
    const { element, name, limit } = query;
    if (element === undefined) {
      const names = name === undefined ? {} : { '': name };
      return answer({ kind: 'element', key: '', authored: { names } }, limit, t);
    }
    const known = getElement(await currentRelease(context.db), element);
    return answer({ kind: 'element', key: known.code, authored: authorElement(known) }, limit, t);
  });
}
