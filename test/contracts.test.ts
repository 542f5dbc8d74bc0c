/** Every endpoint under every caller: no input makes a 500, nobody gets in, every answer is in its contract. */
import { describe, expect, it, vi } from 'vitest';
import { addressesOf, classes } from './harness/endpoint-classes.ts';
import { pagesOfActs, walk } from './harness/allowed-acts.ts';
import { cast, openTour } from './harness/tour.ts';
import { sql } from '../src/platform/db/sql.ts';
import { addressOf } from '../src/platform/http/call.ts';
import type { AnyEndpoint } from '../src/platform/http/endpoint.ts';
import { fuzzEndpoint } from '../src/platform/http/fuzz.ts';

/** Requests an endpoint and a caller: `ARTERY_FUZZ=200 npx vitest run test/contracts.test.ts` asks for longer. */
const RUNS = Number(process.env['ARTERY_FUZZ'] ?? 6);
const SEED = 20261122;

const tour = await openTour();
const { server } = tour.node;
const endpoints = [...server.served].sort((a, b) => (a.name < b.name ? -1 : 1));

/** Left out of the random requests, and why; what they do is tested in their rooms. */
const left: Readonly<Record<string, string>> = {
  'identity.signOut': 'ends the session that the other requests need',
  'identity.endSession': 'may end the session that the other requests need',
  'identity.enterAs': 'gives the caller another session',
};

const known = {
  register: ['dang-vien', 'dan-cu', 'can-bo', 'van-ban', 'kien-nghi', 'to-chuc-dang'],
  body: ['TW', '97', '99101', '99108', '98'],
  indicator: ['verified-members'],
  task: ['NV-11', 'NV-15'],
  consultation: ['LYK-01'],
  entity: ['party_member', 'person'],
  release: [1, 2],
  changeSet: [1, 2, 3, 4],
};

const UUID = '01a00000-0000-7000-8000-000000000000';

/** Something that fits every brace of the path. */
function fitting({ params }: AnyEndpoint): Record<string, unknown> {
  const schema = params as
    { properties?: Record<string, { type?: string; pattern?: string; format?: string }> } | undefined;
  return Object.fromEntries(
    Object.entries(schema?.properties ?? {}).map(([name, { pattern, format }]) => [
      name,
      pattern !== undefined || format === 'uuid' ? UUID : 1,
    ]),
  );
}

describe('nobody', () => {
  const closed = endpoints.filter(({ permission }) => permission !== 'public');
  it.each(closed.map((endpoint) => [endpoint.name, endpoint]))('gets nothing from %s', async (_name, endpoint) => {
    // A request that does not fit is refused before anybody asks whose it is: that tells nothing but the contract.
    await fuzzEndpoint(server, endpoint, { runs: RUNS, seed: SEED, known, only: [401, 400, 415] });
  });
  it.each(closed.filter(({ body, query }) => !body && !query).map((endpoint) => [endpoint.name, endpoint]))(
    'is asked to sign in by %s',
    async (_name, endpoint) => {
      const address = addressOf(endpoint, fitting(endpoint));
      const answer = await server.fastify.inject({ method: endpoint.method, url: address });
      expect([address, answer.statusCode]).toEqual([address, 401]);
    },
  );
});

/** A page that offers what its route refuses, or the reverse, is a lie: `allowed` is held against the routes. */
describe('what a page says may be done, its route does', () => {
  const byName = new Map(endpoints.map((endpoint) => [endpoint.name, endpoint]));
  it.each(pagesOfActs.map((one) => [`${one.page} ${Object.values(one.fixed ?? {}).join()}`, one]))(
    '%s',
    { timeout: 120_000 },
    async (_name, one) => {
      const [differs, seen] = [[] as string[], { allowed: 0, refused: 0 }];
      for (const who of cast) {
        const { headers } = tour.as(who);
        const session = await server.fastify.inject({ url: '/api/session', headers });
        const own = (session.json() as { me?: { body?: { code: string } | null } }).me?.body?.code ?? 'none-such';
        const found = await walk({ server, byName, headers, own }, one);
        differs.push(...found.differs.map((words) => `${who}: ${words}`));
        seen.allowed += found.allowed;
        seen.refused += found.refused;
      }
      expect(differs).toEqual([]);
      expect([seen.allowed > 0, seen.refused > 0]).toEqual([one.quiet !== true, true]);
    },
  );
});

describe('every endpoint has its class', () => {
  const all = [...classes.public, ...classes.own, ...classes.post];

  it('and stands in endpoint-classes.yaml once', () => {
    expect(all.toSorted()).toEqual(endpoints.map(({ name }) => name));
    const open = endpoints.filter(({ permission }) => permission === 'public').map(({ name }) => name);
    expect(classes.public.toSorted()).toEqual(open);
    const shown = Object.values(classes.people).flat();
    expect(shown.filter((name) => !all.includes(name))).toEqual([]);
  });

  it('a person without a post has what is her own, and gets nothing else', { timeout: 300_000 }, async () => {
    const { headers } = await tour.node.enter('mayha');
    const byName = new Map(endpoints.map((endpoint) => [endpoint.name, endpoint]));
    for (const name of classes.post) {
      // What does not fit is refused before anybody asks whose it is; what fits is refused to her.
      const refused = { headers, runs: 6, seed: SEED, known, only: [403, 400, 413, 415, 422] };
      await fuzzEndpoint(server, byName.get(name) as AnyEndpoint, refused);
    }
    const plain = classes.post.map((name) => byName.get(name) as AnyEndpoint).filter((one) => !one.body && !one.query);
    const answers = await Promise.all(
      plain.map(async (endpoint) => {
        const url = addressOf(endpoint, fitting(endpoint));
        const { statusCode, body } = await server.fastify.inject({ method: endpoint.method, url, headers });
        return statusCode === 403 && body.includes('governance/holds-no-post') ? 'refused' : statusCode;
      }),
    );
    expect(answers.filter((answer) => answer !== 'refused' && answer !== 400)).toEqual([]);
    expect(answers.filter((answer) => answer === 'refused').length).toBeGreaterThan(60);
    for (const name of ['identity.listSessions', 'exchange.readOwnWindow', 'exchange.windowState']) {
      const answer = await server.fastify.inject({ url: (byName.get(name) as AnyEndpoint).path, headers });
      expect([name, answer.statusCode]).toEqual([name, 200]);
    }
  });

  it('what shows people names them in the trail, and nothing else shows any', { timeout: 300_000 }, async () => {
    const { context } = tour.node;
    const numbers = new Set(await theirNumbers());
    expect(numbers.size).toBeGreaterThan(1000);
    const there = await whatIsThere();
    const append = vi.spyOn(context.audit, 'append');
    const [unclassed, unnamed, named] = [new Set<string>(), new Set<string>(), new Set<string>()];
    const shows = Object.values(classes.people).flat();
    for (const endpoint of endpoints.filter(({ method, path }) => method === 'GET' && path.startsWith('/api/'))) {
      for (const url of addressesOf(endpoint, there, 3)) {
        append.mockClear();
        const { body, statusCode } = await server.fastify.inject({ url, headers: tour.as('chuquan').headers });
        if (statusCode !== 200 || ![...body.matchAll(/\d{12}/g)].some(([found]) => numbers.has(found))) continue;
        if (!shows.includes(endpoint.name)) unclassed.add(endpoint.name);
        const isNamed = append.mock.calls.some(([{ records = [] }]) => records.length > 0);
        if (classes.people.named.includes(endpoint.name)) (isNamed ? named : unnamed).add(endpoint.name);
      }
    }
    append.mockRestore();
    expect([...unclassed, ...unnamed]).toEqual([]);
    // The walk is worth something: it came to those that show most.
    expect([...named]).toEqual(
      expect.arrayContaining(['records.listRecords', 'records.getRecord', 'records.listHistory']),
    );
  });

  const theirNumbers = async () => {
    const rows = await tour.node.context.db.rows<{ number: string }>(
      sql`select person_id as number from data.party_member union select person_id from data.cadre
          union select person_id from data.person`,
    );
    return rows.map(({ number }) => number);
  };
  /** Something for every brace, and records of each register. */
  async function whatIsThere(): Promise<Record<string, string[]>> {
    const there: Record<string, string[]> = { register: ['dang-vien', 'can-bo', 'dan-cu'], body: ['99108', '97'] };
    const lists = {
      ...{ load: '/api/registers/dang-vien/loads', duplicate: '/api/duplicates', correction: '/api/corrections' },
      ...{ defect: '/api/defects', entry: '/api/audit', agreement: '/api/governance/agreements' },
      ...{ request: '/api/governance/requests', disposal: '/api/governance/lifecycle/disposals' },
      ...Object.fromEntries(
        (there['register'] ?? []).map((one) => [`record of ${one}`, `/api/registers/${one}/records?limit=2`]),
      ),
    };
    for (const [brace, url] of Object.entries(lists)) {
      const { body } = await server.fastify.inject({ url, headers: tour.as('chuquan').headers });
      const { items = [] } = JSON.parse(body) as { items?: Readonly<Record<string, unknown>>[] };
      const names = items.slice(0, 2).map((item) => String(item['record'] ?? item['code'] ?? item['id']));
      if (names.length > 0) there[brace] = names;
    }
    return there;
  }
});

describe.each(['xa', 'vanphong'])('as %s', (who) => {
  it.each(endpoints.filter(({ name }) => left[name] === undefined).map((endpoint) => [endpoint.name, endpoint]))(
    '%s keeps its contract, whatever is asked',
    async (_name, endpoint) => {
      await fuzzEndpoint(server, endpoint, { headers: tour.as(who).headers, runs: RUNS, seed: SEED, known });
    },
  );
});

it('has no endpoint left out that does not exist', () => {
  const names = endpoints.map(({ name }) => name);
  expect(Object.keys(left).filter((name) => !names.includes(name))).toEqual([]);
});
