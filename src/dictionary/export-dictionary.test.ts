import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testContext } from '../../test/harness/context.ts';
import { testDatabase } from '../../test/harness/database.ts';
import { testServer, type TestServer } from '../../test/harness/server.ts';
import { fuzzEndpoint } from '../platform/http/fuzz.ts';
import { readProfile } from '../platform/profile.ts';
import { dictionaryFormats, getDictionaryExport } from './contract.ts';
import { currentRelease } from './current-release.ts';
import { importFiles } from './import/import-files.ts';
import { unzip } from './import/unpack.ts';
import { install } from './install.ts';
import { problems } from './problems.ts';
import { routes } from './routes.ts';
import { countyContext, unitFiles } from './testing/context.ts';

type Node = TestServer & { readonly hash: string };

async function nodeOf(context: Awaited<ReturnType<typeof countyContext>>): Promise<Node> {
  await install(context);
  const server = await testServer();
  server.server.kinds.push(...Object.values(problems).map((problem) => problem.kind));
  routes(server.server, context);
  return Object.assign(server, { hash: (await currentRelease(context.db)).hash });
}

async function download({ send }: Node, url: string) {
  const answer = await send(`/api/dictionary/exports/${url}`, {});
  return {
    status: answer.status,
    type: answer.headers.get('content-type'),
    name: answer.headers.get('content-disposition'),
    bytes: Buffer.from(await answer.arrayBuffer()),
  };
}

const PROFILES = join(import.meta.dirname, '..', '..', 'profiles');
let test: Node;
let county: Node;

beforeAll(async () => {
  test = await nodeOf(await countyContext(await testDatabase(), unitFiles));
  const profile = readProfile(PROFILES, 'example-county');
  county = await nodeOf(await testContext(await testDatabase(), { at: '2026-11-23T03:00:00Z', profile }));
});
afterAll(() => Promise.all([test, county].map((one) => one[Symbol.asyncDispose]())));

describe('the whole dictionary of a node', () => {
  it.each(dictionaryFormats)('is downloaded as %s, with a name and a type', async (format) => {
    const { status, type, name, bytes } = await download(test, `${format}?language=fr`);
    expect([status, bytes.subarray(0, 2).toString()]).toEqual([200, 'PK']);
    if (format === 'excel') expect(name).toBe('attachment; filename="dictionary-1.xlsx"');
    else {
      expect([type, name]).toEqual(['application/zip', `attachment; filename="dictionary-1.${format}.zip"`]);
      expect((await unzip(bytes)).size).toBeGreaterThan(0);
    }
  });

  it('gives the same bytes again', async () => {
    for (const format of ['artery', 'excel', 'skos'])
      expect((await download(test, format)).bytes.equals((await download(test, format)).bytes)).toBe(true);
  });

  it('has the codes that the node keeps, every day of them, in SKOS', async () => {
    const { bytes } = await download(test, 'skos');
    const parish = (await unzip(bytes)).get('PARISH.ttl')?.toString() ?? '';
    for (const words of ['Parish of Old Mill', 'Town of High Dyke', 'isReplacedBy']) expect(parish).toContain(words);
  });

  it.each([
    ['artery', 'a.zip'],
    ['excel', 'a.xlsx'],
  ] as const)('comes back as %s to the hash of the release, from either node', async (format, name) => {
    for (const node of [test, county]) {
      const { bytes } = await download(node, format);
      const proposal = await importFiles([{ name, bytes }], { format, language: 'en' });
      expect(proposal.findings.filter((one) => one.severity === 'error')).toEqual([]);
      expect(proposal.planHash).toBe(node.hash);
    }
  });

  it('says what a format has no place for, and comes in again beside it', async () => {
    for (const format of ['table-schema', 'json-schema', 'skos'] as const) {
      const { bytes } = await download(test, format);
      expect((await unzip(bytes)).get('not-carried.csv')?.toString()).toContain('settings,*,1');
      const read = await importFiles([{ name: 'a.zip', bytes }], { format, language: 'en' });
      expect(read.findings.filter((one) => one.severity === 'error')).toEqual([]);
      expect(read.entities.length + read.codeLists.length).toBeGreaterThan(0);
    }
    expect((await unzip((await download(test, 'odcs')).bytes)).has('not-carried.csv')).toBe(false);
  });

  it('may be one chapter', async () => {
    const { bytes, name } = await download(test, 'odcs?chapter=resident');
    expect(name).toContain('dictionary-1-resident.odcs.zip');
    expect([...(await unzip(bytes)).keys()]).toEqual(['resident.odcs.yaml']);
  });

  it('is refused where there is no such thing', async () => {
    expect((await download(test, 'pdf')).status).toBe(400);
    expect((await download(test, 'artery?release=99')).status).toBe(404);
    expect((await download(test, 'artery?chapter=nowhere')).status).toBe(404);
  });

  it('whatever is asked, nothing breaks', async () => {
    const known = { format: ['artery', 'skos'], release: [1], chapter: ['resident'] };
    await fuzzEndpoint(test.server, getDictionaryExport, { runs: 25, seed: 3, known });
  });
});
