/** Every endpoint under every caller: no input makes a 500, nobody gets in, every answer is in its contract. */
import { describe, expect, it } from 'vitest';
import { openTour } from './harness/tour.ts';
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
