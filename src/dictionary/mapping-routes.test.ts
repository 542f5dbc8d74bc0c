import { beforeAll, describe, expect, it } from 'vitest';
import type { TestContext } from '../../test/harness/context.ts';
import { testDatabase } from '../../test/harness/database.ts';
import { testServer, type TestServer } from '../../test/harness/server.ts';
import { sql } from '../platform/db/sql.ts';
import { importBodies } from '../bodies/index.ts';
import { install } from './install.ts';
import { publishRelease } from './publish-release.ts';
import { routes } from './routes.ts';
import { by, countyContext, unitFiles } from './testing/context.ts';
import { testFiles, testPlan } from './testing/dictionary.ts';

let context: TestContext;
let server: TestServer;
const BASE = '/api/dictionary/mappings';

interface Answer {
  readonly status: number;
  readonly etag: string | null;
  readonly body: Record<string, unknown>;
}
async function ask(method: string, url: string, body?: unknown, ifMatch?: string): Promise<Answer> {
  const answer = await server.send(`${BASE}${url}`, {
    method,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(ifMatch && { 'if-match': ifMatch }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return {
    status: answer.status,
    etag: answer.headers.get('etag'),
    body: (await answer.json()) as Record<string, unknown>,
  };
}

const mapping = {
  code: 'MAP-1',
  names: { en: 'People of the town', fr: 'Gens' },
  body: 'TOWN',
  system: 'SYS-1',
  dataSet: 'DS-1',
  entity: 'resident',
  records: 500,
  fields: [{ name: 'PIN' }, { name: 'Name' }, { name: 'Sex' }, { name: 'Shoes' }],
  lines: [
    { to: 'person_id', from: ['PIN'], relation: 'same' },
    { to: 'full_name', from: ['Name'], relation: 'same' },
    { to: 'sex', from: ['Sex'], relation: 'transformed', transform: { kind: 'values', values: { m: '1', w: '2' } } },
  ],
};
const row = { PIN: '099080000001', Name: 'Ada Hill', Sex: 'w', Shoes: '40' };

beforeAll(async () => {
  context = await countyContext(await testDatabase(), unitFiles);
  const text = ['TOWN', 'VILLAGE'].map(
    (code) => `- { code: ${code}, names: { en: ${code} }, kind: office, level: central }`,
  );
  await importBodies(context, { files: [{ text: text.join('\n'), format: 'yaml' }], by });
  await install(context);
  server = await testServer();
  routes(server.server, context);
});

describe('a mapping', () => {
  it('is written once, shown with what is missing, and used by its elements', async () => {
    expect(await ask('POST', '', mapping)).toMatchObject({ status: 201, etag: '"1"', body: { revision: 1 } });
    expect((await ask('POST', '', mapping)).status).toBe(409);
    const { body, etag } = await ask('GET', '/MAP-1');
    expect(etag).toBe('"1"');
    expect(body).toMatchObject({
      revision: 1,
      coverage: { required: { mapped: 3, of: 3 }, openSource: ['Shoes'] },
      maturity: { level: 2, missing: [{ key: 'open-source', count: 1 }] },
      findings: [],
      toCheck: [],
      records: 500,
    });
    const element = await server.send('/api/dictionary/elements/CTY.004', {});
    expect((await element.json()) as object).toMatchObject({ usage: [{ kind: 'mapping', subject: 'MAP-1' }] });
  });

  it('is edited by who saw its newest edition only', async () => {
    const decided = {
      ...mapping,
      fields: mapping.fields.map((f) => (f.name === 'Shoes' ? { ...f, outside: 'ours alone' } : f)),
    };
    expect((await ask('PUT', '/MAP-1', decided)).status).toBe(428);
    expect((await ask('PUT', '/MAP-1', decided, '"7"')).status).toBe(412);
    expect((await ask('PUT', '/MAP-2', decided, '"1"')).status).toBe(404);
    expect(await ask('PUT', '/MAP-1', decided, '"1"')).toMatchObject({ status: 200, etag: '"2"' });
    expect((await ask('PUT', '/MAP-1', decided, '"1"')).status).toBe(412);
    expect((await ask('GET', '/MAP-1')).body).toMatchObject({ maturity: { level: 3 } });
  });

  it('stays with its body: who may write for another says nothing about it', async () => {
    expect((await ask('PUT', '/MAP-1', { ...mapping, body: 'VILLAGE' }, '"2"')).status).toBe(409);
    expect((await ask('POST', '/MAP-1/trials', { body: 'VILLAGE', rows: [row] })).status).toBe(409);
    expect((await ask('DELETE', '/MAP-1?body=VILLAGE', undefined, '"2"')).status).toBe(409);
    expect((await ask('POST', '/MAP-1/confirmation', { body: 'VILLAGE' }, '"2"')).status).toBe(409);
  });

  it('is tried on rows: findings in words, nothing kept but numbers, and only when asked', async () => {
    const tried = await ask('POST', '/trials', { mapping, rows: [row, { ...row, Sex: 'x', PIN: '1' }] });
    expect(tried.body).toMatchObject({ count: 2, passed: 1, missed: [{ field: 'sex', value: 'x', count: 1 }] });
    const [, second] = tried.body['rows'] as { findings: { field: string; message: string }[] }[];
    expect(second?.findings.map((one) => one.field)).toEqual(['sex', 'person_id']);
    expect(second?.findings[0]?.message).toContain('x');
    expect((await ask('GET', '/MAP-1')).body).not.toHaveProperty('trial');
    const rows = Array.from({ length: 20 }, () => row);
    expect((await ask('POST', '/MAP-1/trials', { body: 'TOWN', rows })).body).toEqual({
      revision: 2,
      release: 1,
      rows: 20,
      passed: 20,
    });
    expect((await ask('GET', '/MAP-1')).body).toMatchObject({ maturity: { level: 4 } });
    const kept = await context.db.rows<{ n: number }>(
      sql`select count(*)::int as n from dictionary.mapping m where m.content::text like '%099080000001%'`,
    );
    expect(kept[0]?.n).toBe(0);
  });

  it('suggests with reasons, reads samples and source fields, exports', async () => {
    const asked = { entity: 'resident', fields: [{ name: 'Full Name' }], taken: ['person_id'] };
    expect((await ask('POST', '/suggestions', asked)).body).toMatchObject({
      items: [{ source: 'Full Name', to: 'full_name' }],
    });
    const upload = async (url: string, text: string) => {
      const answer = await server.send(`${BASE}${url}`, {
        method: 'POST',
        headers: { 'content-type': 'text/csv' },
        body: text,
      });
      return (await answer.json()) as Record<string, unknown>;
    };
    expect(await upload('/samples', 'PIN;Name\n1;Ada\n')).toEqual({
      columns: ['PIN', 'Name'],
      rows: [{ PIN: '1', Name: 'Ada' }],
      findings: [],
    });
    expect(await upload('/samples', '[{"PIN": 1, "Name": null}]')).toMatchObject({
      columns: ['PIN', 'Name'],
      rows: [{ PIN: '1', Name: '' }],
    });
    expect(
      await upload('/source-fields?format=ddl', 'create table p (pin varchar(12) not null, born date);'),
    ).toMatchObject({
      tables: [{ name: 'p', fields: [{ name: 'pin' }, { name: 'born', type: 'date' }] }],
    });
    const yaml = await server.send(`${BASE}/MAP-1/exports/yaml`, {});
    expect(await yaml.text()).toContain('code: MAP-1');
  });

  it('is to be checked when a newer release touches it, with the reason, until somebody confirms', async () => {
    const text = (testFiles['dictionary/elements/people.yaml'] as string).replace('maxLength: 40', 'maxLength: 20');
    await publishRelease(context, testPlan({ ...unitFiles, 'dictionary/elements/people.yaml': text }), by);
    const { body } = await ask('GET', '/MAP-1');
    expect(body).toMatchObject({ release: 1, current: 2, toCheck: [{ to: 'full_name' }], maturity: { level: 3 } });
    const debt = (await ask('GET', '/debt?limit=1')).body;
    expect(debt).toMatchObject({ items: [{ mapping: 'MAP-1', kind: 'to-check', subject: 'full_name', touches: 500 }] });
    expect((await ask('GET', `/debt?cursor=${String(debt['next'] ?? '')}`)).status).toBe(200);
    expect(await ask('POST', '/MAP-1/confirmation', { body: 'TOWN' }, '"2"')).toMatchObject({
      status: 200,
      etag: '"3"',
    });
    expect((await ask('GET', '/MAP-1')).body).toMatchObject({ release: 2, toCheck: [] });
  });

  it('counts in the coverage of its system, and is gone with its uses when it is taken away', async () => {
    expect((await ask('GET', '/coverage?by=system')).body).toMatchObject({
      items: [{ key: 'SYS-1', mappings: 1, required: { mapped: 3, of: 3 }, level: 3 }],
    });
    expect((await ask('GET', '?system=SYS-1')).body).toMatchObject({ items: [{ code: 'MAP-1', level: 3, errors: 0 }] });
    expect((await ask('GET', '?system=NONE')).body).toEqual({ items: [] });
    expect((await ask('DELETE', '/MAP-1?body=TOWN', undefined, '"3"')).status).toBe(200);
    expect((await ask('GET', '/MAP-1')).status).toBe(404);
    const element = await server.send('/api/dictionary/elements/CTY.004', {});
    expect((await element.json()) as object).toMatchObject({ usage: [] });
  });
});

describe('a mapping of the profile', () => {
  const file = (records: number) => ({
    ...unitFiles,
    'dictionary/mappings/town.yaml': JSON.stringify({ ...mapping, code: 'MAP-P', records }),
  });
  const start = async (records: number) => {
    const next = await countyContext(context.db as never, file(records));
    await install(next);
  };

  it('is installed once, follows the profile, and an edit is never laid over', async () => {
    await start(1);
    await start(1);
    expect((await ask('GET', '/MAP-P')).body).toMatchObject({ revision: 1, records: 1 });
    await start(2);
    expect((await ask('GET', '/MAP-P')).body).toMatchObject({ revision: 2, records: 2 });
    expect((await ask('PUT', '/MAP-P', { ...mapping, code: 'MAP-P', records: 9 }, '"2"')).status).toBe(200);
    await start(3);
    expect((await ask('GET', '/MAP-P')).body).toMatchObject({ revision: 3, records: 9 });
  });
});
