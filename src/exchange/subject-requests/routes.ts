/** Serves subject requests: translation only. */
import { Readable } from 'node:stream';
import {
  findSubjectRequest,
  isRequestOpen,
  listSubjectRequests,
  moveSubjectRequest,
  subjectProblems,
  subjectStep,
  visibleBodies,
  type SubjectRequest,
} from '../../governance/index.ts';
import type { Caller } from '../../platform/caller.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Decision } from '../../platform/decision.ts';
import { serve, type Server } from '../../platform/http/serve.ts';
import { noteReads } from '../../records/index.ts';
import { windowProblems } from '../window/problems.ts';
import { personOf } from '../window/store/window.ts';
import { answerRequest } from './answer-request.ts';
import * as contract from './contract.ts';
import { exportSubjectData } from './export-data.ts';
import { fileRequest } from './file-request.ts';
import { heldForRights } from './held-by.ts';
import { ownRequests, subjectForm } from './own-requests.ts';
import { offeredKinds, subjectLines, subjectPage, type Seeing } from './read-requests.ts';

interface Acting {
  readonly caller: Caller;
  readonly decision: Decision;
}
const author = ({ caller, decision }: Acting) => ({ account: caller.account, body: caller.body, rule: decision.rule });

export function subjectRoutes(server: Server, context: Context): void {
  ownRoutes(server, context);
  const { db, clock, profile } = context;
  serve(server, contract.readSubjectForm, () => subjectForm(context));
  serve(server, contract.fileSubjectRequest, async ({ body, ...acting }) => {
    const { authority, evidence, ...asked } = body;
    const filing = { ...asked, onBehalf: { authority, evidence } };
    const id = await fileRequest(context, acting.caller, filing, author(acting));
    return shown(context, acting, id);
  });
  serve(server, contract.listSubjectRequests, async ({ query, caller }) => {
    const bodies = await visibleBodies(db, caller, contract.listSubjectRequests.permission);
    const today = dayOf(clock.now(), profile.timeZone);
    const rows = await listSubjectRequests(db, {
      ...{ bodies, kind: query.kind, open: query.state === undefined ? undefined : query.state === 'open' },
      dueBefore: query.overdue === true ? today : undefined,
    });
    const open = await listSubjectRequests(db, { bodies, open: true, limit: 10_000 });
    const lines = await subjectLines(context, open);
    return {
      items: await subjectLines(context, rows),
      counts: { open: open.length, overdue: lines.filter(({ overdue }) => overdue).length },
      kinds: offeredKinds(context),
      mayFile: (await server.authorize(caller, contract.fileSubjectRequest.permission, {})).allowed,
    };
  });
  serve(server, contract.getSubjectRequest, ({ params, ...acting }) => shown(context, acting, params.request));
  serve(server, contract.answerSubjectRequest, async ({ params, body, ...acting }) => {
    await answerRequest(context, acting.caller, { id: params.request, ...body }, author(acting));
    return shown(context, acting, params.request);
  });
  serve(server, contract.exportSubjectData, async ({ params, request, reply, caller, decision }) => {
    const found = await seenBy(context, caller, params.request);
    const page = await subjectPage(context, found.request, found);
    if (!page.hasExport) throw subjectProblems.subjectNoExport({ state: page.state });
    const { isOwn } = found;
    const reading = { request: found.request, caller, isOwn, rule: decision.rule, language: request.language };
    const bytes = await exportSubjectData(context, reading);
    void reply.type('application/zip');
    void reply.header('content-disposition', `attachment; filename="${found.request.id}.zip"`);
    return Readable.from(bytes);
  });
}

function ownRoutes(server: Server, context: Context): void {
  const { db } = context;
  serve(server, contract.readOwnRequests, async ({ caller }) => {
    const person = await personOf(db, caller.account);
    return person === undefined
      ? { linked: false, kinds: [], held: [], purposes: [], items: [] }
      : ownRequests(context, caller, person);
  });
  serve(server, contract.askOwnRequest, async ({ body, ...acting }) => {
    const person = await insistOnPerson(context, acting.caller);
    const id = await fileRequest(context, acting.caller, { ...body, person }, author(acting));
    return shown(context, acting, id);
  });
  serve(server, contract.withdrawOwnRequest, async ({ params, ...acting }) => {
    const person = await insistOnPerson(context, acting.caller);
    const by = author(acting);
    const admit = (found: SubjectRequest): void => {
      if (found.person !== person) throw subjectProblems.subjectRequestNotFound();
    };
    const moving = { id: params.request, action: 'exchange.take-back-subject-request', admit };
    await moveSubjectRequest(context, moving, by, (found) => ({
      ...{ ...found, state: isRequestOpen(found) ? ('withdrawn' as const) : found.state },
      steps: [...found.steps, subjectStep(context, 'withdrawn', by)],
    }));
    return shown(context, acting, params.request);
  });
}

/** @throws exchange/not-linked-to-person */
async function insistOnPerson({ db }: Context, { account }: Caller): Promise<string> {
  const person = await personOf(db, account);
  if (person === undefined) throw windowProblems.notLinkedToPerson();
  return person;
}

/** Another’s and none read the same. @throws governance/subject-request-not-found */
async function seenBy(context: Context, caller: Caller, id: string): Promise<Seeing & { request: SubjectRequest }> {
  const { db } = context;
  const request = await findSubjectRequest(db, id);
  if (!request) throw subjectProblems.subjectRequestNotFound();
  const isOwn = (await personOf(db, caller.account)) === request.person;
  const reaches = async (permission: string) => {
    const bodies = await visibleBodies(db, caller, permission);
    return bodies === 'all' || bodies.includes(request.body);
  };
  const mayAnswer = !isOwn && (await reaches(contract.answerSubjectRequest.permission));
  const sees = isOwn || mayAnswer || (await reaches(contract.listSubjectRequests.permission));
  if (!sees) throw subjectProblems.subjectRequestNotFound();
  return { request, caller, isOwn, mayAnswer };
}

/** One request says whom it is about and what she wants: seen by another, it is a read of her data. */
async function shown(context: Context, { caller, decision }: Acting, id: string): Promise<contract.SubjectPage> {
  const { request, ...seeing } = await seenBy(context, caller, id);
  if (!seeing.isOwn)
    for (const { register, records } of await heldForRights(context, request.person, request.register ?? undefined)) {
      const reading = { action: 'exchange.read-subject-request', subject: register, rule: decision.rule, fields: [] };
      await noteReads(
        context,
        caller,
        { ...reading, fields: request.field === null ? [] : [request.field] },
        records.map(({ record }) => record),
      );
    }
  return subjectPage(context, request, seeing);
}
