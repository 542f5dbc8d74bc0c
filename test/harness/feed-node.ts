/** A small node that feeds others and is fed: real rooms and routes; vouchers and registry are of the test's own. */
import type { FastifyRequest } from 'fastify';
import { profileOf, testContext, type TestContext } from './context.ts';
import { columns, files, line, rowsOf } from './records.ts';
import { injected, testServer } from './server.ts';
import { bodiesRoom, findBody, getBody, listBodies } from '../../src/bodies/index.ts';
import { dictionaryRoom } from '../../src/dictionary/index.ts';
import type { Consumer } from '../../src/exchange/feeds/apply-pages.ts';
import type { Provider } from '../../src/exchange/feeds/answer-pages.ts';
import { openBuilder } from '../../src/exchange/feeds/build-pages.ts';
import { markDueFollower } from '../../src/exchange/feeds/mark-due.ts';
import type { Subscription } from '../../src/exchange/feeds/model.ts';
import type { ConsumerPorts, Homes, ProviderPorts } from '../../src/exchange/feeds/ports.ts';
import { problems } from '../../src/exchange/feeds/problems.ts';
import { pullFeed, type Pulled } from '../../src/exchange/feeds/pull.ts';
import { serveStreams } from '../../src/exchange/feeds/serve-feeds.ts';
import { findSubscription, insertSubscription } from '../../src/exchange/feeds/store/consumed.ts';
import { activeGrants, governanceRoom } from '../../src/governance/index.ts';
import { changeAgreement } from '../../src/governance/change-agreement.ts';
import { setCondition } from '../../src/governance/set-condition.ts';
import type { Caller } from '../../src/platform/caller.ts';
import { sequenceChanges, startFollowers } from '../../src/platform/changes/index.ts';
import { dayOf } from '../../src/platform/clock.ts';
import type { Database } from '../../src/platform/db/db.ts';
import { sql } from '../../src/platform/db/sql.ts';
import type { Send } from '../../src/platform/http/call.ts';
import type { VerifierKey } from '../../src/platform/ledger/checkpoint.ts';
import { openKeys, type NodeKeys } from '../../src/platform/ledger/index.ts';
import { editRecord, endRecord, loadRows, recordsRoom } from '../../src/records/index.ts';

const agreement = (code: string, to: string, rows: string, more = '') => `
  - code: ${code}
    names: { en: Feed of members }
    register: members
    for: { bodies: [${to}] }
    elements: all
    rows: ${rows}
    purpose: steering
    basis: act-1
    mode: feed
    from: D-100
    to: D+200
    state: active
${more}`;

/** F-C feeds the centre all rows, F-A the commune A its own tree, F-DM the commission what condition says. */
export const governance = `
purposes:
  - { code: steering, names: { en: steering }, bases: [act-1] }
bases:
  - { code: act-1, names: { en: Act 1 }, citation: Act 1 }
agreements:${agreement('F-C', 'C', 'all')}${agreement('F-A', 'A', 'own-tree')}${agreement('F-DM', 'DM', 'all', '    condition: \'state == "A"\'\n')}
`;

export interface FeedNode {
  readonly context: TestContext;
  readonly keys: NodeKeys;
  readonly provider: Provider & { readonly ports: ProviderPorts };
  readonly consumer: Consumer;
  readonly send: Send;
  /** Puts it on a socket of loopback; gives the address. */
  listen(): Promise<string>;
  /** Bodies (codes) whose home it is, with everything below them. */
  readonly homes: readonly string[];
  id(code: string): number;
  caller(body: string, ...roles: string[]): Caller;
  /** Stamps what is committed, and marks what is due. */
  settle(): Promise<void>;
  load(body: string, numbers: readonly number[], changes?: Parameters<typeof line>[1]): ReturnType<typeof loadRows>;
  /** All members: `card_no`, name, home and version by record. */
  members(): Promise<readonly Member[]>;
  revoke(code: string): Promise<void>;
  condition(code: string, condition: string | null): Promise<void>;
}

export interface Member {
  readonly record: string;
  readonly version: number;
  readonly card: string;
  readonly name: string;
  readonly home: string;
}

/** By name in the registry: every node made here. */
const registry = new Map<string, FeedNode>();

export interface FeedNodeParts {
  readonly db: Database;
  /** Folder of its keys. */
  readonly folder: string;
  /** Bodies (codes) whose home it is, with everything below them. */
  readonly homes: readonly string[];
  readonly wrap?: (send: Send) => Send;
}

/** A node on a migrated database. The caller stops its server. */
export async function makeFeedNode(parts: FeedNodeParts): Promise<{ node: FeedNode; stop: () => Promise<void> }> {
  const { db, folder, homes, wrap = (send: Send) => send } = parts;
  const keys = openKeys(folder);
  const context = await testContext(db, { profile: profileOf({ ...files, 'governance/all.yaml': governance }) });
  for (const room of [bodiesRoom, dictionaryRoom, governanceRoom, recordsRoom]) await room.install?.(context);
  const http = await testServer({});
  registry.forEach((other, name) => {
    if (other.homes.some((home) => homes.includes(home))) registry.delete(name);
  });
  const listen = () => http.server.listen({ host: '127.0.0.1', port: 0 });
  const ids = await idsOf(context);
  const node = { ...assemble({ context, keys, homes, wrap, ids }, injected(http.server)), listen };
  serveStreams(http.server, node.provider);
  registry.set(keys.node, node);
  return { node, stop: () => http.server.stop() };
}

async function idsOf(context: TestContext) {
  const ids = new Map<string, number>();
  for (const code of ['C', 'DM', 'A', 'A1', 'A2', 'B', 'B1']) ids.set(code, (await getBody(context.db, code)).id);
  return (code: string) => ids.get(code) as number;
}

interface Parts {
  readonly context: TestContext;
  readonly keys: NodeKeys;
  readonly homes: readonly string[];
  readonly wrap: (send: Send) => Send;
  readonly ids: (code: string) => number;
}

function assemble({ context, keys, homes, wrap, ids }: Parts, send: Send): Omit<FeedNode, 'listen'> {
  const { db } = context;
  const provider = { context, builder: openBuilder(context, keys), ports: providerPorts(context, keys) };
  const consumer: Consumer = { context, ports: consumerPorts(context, { keys, wrap }) };
  const caller: FeedNode['caller'] = (body, ...roles) => ({
    account: `00000000-0000-7000-8000-0000000000${String(ids(body)).padStart(2, '0')}`,
    name: body,
    kind: 'person',
    body: ids(body),
    roles,
    language: 'en',
  });
  const author = { account: 'system', body: null, rule: 'governance/node-itself' };
  return {
    context,
    keys,
    provider,
    consumer,
    send,
    homes,
    id: ids,
    caller,
    settle: async () => {
      await sequenceChanges(db, context.clock.now());
      await using running = await startFollowers(context, [markDueFollower(context)]);
      await running.settled();
    },
    load: (body, numbers, changes = {}) =>
      loadRows(context, {
        register: 'members',
        body: ids(body),
        caller: caller(body, 'officer'),
        columns,
        rows: rowsOf(numbers.map((n) => line(n, changes))),
      }),
    members: () =>
      db.rows<Member>(sql`select t.record_id::text as record, t.version, t.card_no as card, t.full_name as name, b.code as home
        from data.member t join bodies.body b on b.id = t.body_id order by t.card_no`),
    revoke: async (code) => void (await changeAgreement(context, { agreement: code, state: 'revoked' }, author)),
    condition: async (code, condition) =>
      void (await setCondition(context, { agreement: code, condition }, author, context.words.translator('en'))),
  };
}

const keyOf = ({ node, publicKey }: NodeKeys): VerifierKey => ({ name: node, publicKey });

const keysOf = (node: string): Promise<VerifierKey[]> => {
  const found = registry.get(node);
  return Promise.resolve(found ? [keyOf(found.keys)] : []);
};

/** A voucher of a test is a header that names agreement and body; who may have one is asked anew each time. */
function providerPorts(context: TestContext, keys: NodeKeys): ProviderPorts {
  const admit = async ({ headers }: Pick<FastifyRequest, 'headers'>) => {
    const [code, body] = String(headers['x-test-voucher'] ?? '').split('/');
    const consumer = await findBody(context.db, body ?? '');
    const today = dayOf(context.clock.now(), 'UTC');
    const grants = consumer ? await activeGrants(context.db, today, consumer.id) : [];
    const grant = grants.find((one) => one.agreement === code && one.mode === 'feed');
    if (!grant) throw problems.streamNotFound();
    return grant;
  };
  return {
    keys,
    keysOf,
    admit,
    still: admit,
    caller: ({ headers }) => Promise.resolve({ name: String(headers['x-test-node']) }),
    isHomeOf: (node, body) => Promise.resolve(registry.get(node)?.homes.includes(body) ?? false),
  };
}

/** The nearest body above it whose home is known says whose it is. */
async function homesHere({ db }: TestContext): Promise<Homes> {
  const bodies = await listBodies(db);
  const codeOf = new Map(bodies.map((body) => [body.id, body.code]));
  const homeOf = (code: string) => [...registry.values()].find((node) => node.homes.includes(code))?.keys.node;
  const way = new Map(
    bodies.map(({ id, path }) => [
      id,
      path.map((one) => homeOf(codeOf.get(one) ?? '')).filter((home) => home !== undefined),
    ]),
  );
  return {
    of: (body) => way.get(body)?.at(-1),
    isAbove: (node, other) => [...way.values()].some((homes) => homes.at(-1) === other && homes.includes(node)),
  };
}

function consumerPorts(context: TestContext, { keys, wrap }: Pick<Parts, 'keys' | 'wrap'>): ConsumerPorts {
  const sending =
    (headers: Readonly<Record<string, string>>, origin: string): Send =>
    (url, init) => {
      const node = registry.get(origin);
      if (!node) throw new Error(`there is no node ${origin}`);
      return wrap(node.send)(url, { ...init, headers: { ...(init.headers as Record<string, string>), ...headers } });
    };
  return {
    keys,
    keysOf,
    voucherSend: ({ origin, agreement: code, consumer }) =>
      sending({ 'x-test-voucher': `${code}/${consumer}` }, origin),
    nodeSend: ({ origin }) => sending({ 'x-test-node': keys.node }, origin),
    ours: async () => {
      const homes = await homesHere(context);
      return (await listBodies(context.db)).map(({ id }) => id).filter((id) => homes.of(id) === keys.node);
    },
    homes: () => homesHere(context),
  };
}

/** Subscribes a node to another one; call `pull` again and again. */
export async function subscribeTo(here: FeedNode, there: FeedNode, code: string, body: string) {
  const { db, clock } = here.context;
  const id = await insertSubscription(
    db,
    { origin: there.keys.node, address: 'http://127.0.0.1', agreement: code, purpose: 'steering', consumer: body },
    clock.now(),
  );
  const subscription = async () => (await findSubscription(db, id)) as Subscription;
  return {
    id,
    subscription,
    /** Rounds until nothing more comes. */
    pull: async (consumer: Consumer = here.consumer): Promise<Pulled> => {
      await there.settle();
      return pullFeed(consumer, await subscription());
    },
  };
}

/** Edits one member, or ends it. */
export async function changeRecord(
  node: FeedNode,
  card: number,
  values: Readonly<Record<string, string>> | 'end',
  body = 'A',
) {
  const found = (await node.members()).find((member) => Number(member.card) === card);
  const request = {
    register: 'members',
    caller: node.caller(body, 'officer'),
    record: found?.record ?? '',
    version: found?.version ?? 0,
    scope: 'all' as const,
    absent: () => Promise.resolve(new Error(`there is no member ${String(card)}`)),
  };
  return values === 'end' ? endRecord(node.context, request) : editRecord(node.context, { ...request, values });
}
