/** Serves the contract of merges: whoever merges bodies answers for each of them, and for the one they become. */
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { Holding } from '../../platform/holdings/index.ts';
import type { About } from '../../platform/http/endpoint.ts';
import { Problem } from '../../platform/http/problem.ts';
import { refusal } from '../../platform/http/refusal.ts';
import { serve, type Server } from '../../platform/http/serve.ts';
import type { Translate } from '../../platform/i18n.ts';
import { problems } from '../problems.ts';
import { findBody } from '../read.ts';
import * as store from '../store/merge.ts';
import * as contract from './merge-contract.ts';
import { mergeBodies } from './merge-bodies.ts';
import type { MergeWish } from './model.ts';
import { planMerge } from './plan-merge.ts';
import { holdingsOn, mergeLines, mergePage, obstaclesIn, planAnswer } from './read-merges.ts';
import { newsRead } from './tell-officers.ts';
import { standingMerge, undoMerge, writtenSince } from './undo-merge.ts';

const READ = 'bodies.read-merges';
const MERGE = 'bodies.merge';

interface Asker {
  readonly caller: Caller;
  readonly t: Translate;
}

export function mergeRoutes(server: Server, context: Context, holdings: () => readonly Holding[]): void {
  const desk = openDesk(server, context);
  planRoutes(server, context, { desk, holdings });
  readRoutes(server, context, { desk, holdings });
  undoRoutes(server, context, { desk, holdings });
}

type Desk = ReturnType<typeof openDesk>;
interface Parts {
  readonly desk: Desk;
  readonly holdings: () => readonly Holding[];
}

function openDesk(server: Server, context: Context) {
  /** @throws the refusal of the first body that is not the caller's to merge; an unknown one reads the same */
  const refuse = async ({ caller, t }: Asker, permission: string, bodies: readonly (string | number)[]) => {
    for (const body of bodies) {
      const decision = await server.authorize(caller, permission, { body } satisfies About);
      if (!decision.allowed) throw refusal(decision, t, caller.language);
    }
  };
  const sees = async (caller: Caller, bodies: readonly number[]) => {
    for (const body of bodies) if ((await server.authorize(caller, READ, { body })).allowed) return true;
    return false;
  };
  const bodiesOf = async (merge: store.MergeRow): Promise<number[]> => {
    const from = (await store.fromOf(context.db, [merge.id])).map(({ body }) => body);
    // A body that was founded and has gone again with the merge is nobody's to ask about.
    const into = await findBody(context.db, merge.into);
    return into ? [...from, merge.into] : from;
  };
  /** The merge, for whoever may see one of its bodies; for everybody else it is not there, word for word. */
  const open = async (asker: Asker, id: string) => {
    const merge = await store.findMerge(context.db, id);
    if (merge && (await sees(asker.caller, await bodiesOf(merge)))) return merge;
    await refuse(asker, READ, [`merge ${id}`]);
    throw problems.mergeNotFound({ merge: id });
  };
  const may = async (caller: Caller, merge: store.MergeRow) => {
    for (const body of await bodiesOf(merge)) {
      if (!(await server.authorize(caller, MERGE, { body })).allowed) return false;
    }
    return true;
  };
  const page = async (asker: Asker, merge: store.MergeRow) =>
    mergePage(context.db, merge, { t: asker.t, mayUndo: await may(asker.caller, merge) });
  return { refuse, sees, bodiesOf, open, page };
}

const named = ({ from, into }: MergeWish): string[] => [
  ...from,
  ...(typeof into === 'string' ? [into] : into.parent === null ? [] : [into.parent]),
];

/** Obstacles in the asker's words. */
async function worded<T>(work: Promise<T>, t: Translate): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Problem) || error.kind !== problems.mergeBlocked.kind) throw error;
    const obstacles = obstaclesIn(error.extras['obstacles'] as unknown[], t);
    const blocks = obstacles.filter(({ severity }) => severity === 'block').map(({ message }) => message);
    throw problems.mergeBlocked({ obstacles, blocks: blocks.join(' ') });
  }
}

function planRoutes(server: Server, context: Context, { desk, holdings }: Parts): void {
  serve(server, contract.planMerge, async ({ body, caller, t }) => {
    await desk.refuse({ caller, t }, MERGE, named(body));
    return planAnswer(await planMerge(context, context.db, body, holdings()), t);
  });
  serve(server, contract.mergeBodies, async ({ body, caller, t, decision }) => {
    await desk.refuse({ caller, t }, MERGE, named(body));
    const by = { account: caller.account, body: caller.body, rule: decision.rule };
    const id = await worded(mergeBodies(context, body, by, holdings()), t);
    return desk.page({ caller, t }, (await store.findMerge(context.db, id)) as store.MergeRow);
  });
}

function readRoutes(server: Server, context: Context, { desk, holdings }: Parts): void {
  serve(server, contract.listMerges, async ({ query, caller }) => {
    const body = query.body === undefined ? undefined : await findBody(context.db, query.body);
    if (query.body !== undefined && !body) return { items: [] };
    const seen: store.MergeRow[] = [];
    for (const merge of await store.listMerges(context.db, body?.id))
      if (await desk.sees(caller, await desk.bodiesOf(merge))) seen.push(merge);
    return { items: await mergeLines(context.db, seen) };
  });
  serve(server, contract.getMerge, async ({ params, caller, t }) =>
    desk.page({ caller, t }, await desk.open({ caller, t }, params.merge)),
  );
  serve(server, contract.seeMerge, async ({ params, caller, t }) => {
    const merge = await desk.open({ caller, t }, params.merge);
    if (caller.body === null) return { closed: 0 };
    return { closed: await newsRead(context, context.db, merge.id, { account: caller.account, body: caller.body }) };
  });
  serve(server, contract.readHoldings, ({ params, query }) =>
    holdingsOn(context, { body: params.body, on: query.on }, holdings()),
  );
}

function undoRoutes(server: Server, context: Context, { desk, holdings }: Parts): void {
  const openToUndo = async (asker: Asker, id: string) => {
    const merge = await desk.open(asker, id);
    await desk.refuse(asker, MERGE, await desk.bodiesOf(merge));
    return merge;
  };
  serve(server, contract.planUndo, async ({ params, caller, t }) => {
    const { id } = await openToUndo({ caller, t }, params.merge);
    const left = await writtenSince(context.db, await standingMerge(context, context.db, id), holdings());
    return { left };
  });
  serve(server, contract.undoMerge, async ({ params, body, caller, t, decision }) => {
    const { id } = await openToUndo({ caller, t }, params.merge);
    const by = { account: caller.account, body: caller.body, rule: decision.rule };
    await undoMerge(context, { merge: id, reason: body.reason }, by, holdings());
    return desk.page({ caller, t }, (await store.findMerge(context.db, id)) as store.MergeRow);
  });
}
