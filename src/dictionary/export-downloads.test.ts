import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { TestContext } from '../../test/harness/context.ts';
import { testDatabase } from '../../test/harness/database.ts';
import { testServer, type TestServer } from '../../test/harness/server.ts';
import { fuzzEndpoint } from '../platform/http/fuzz.ts';
import { codeListFormats, entityFormats, getBook, getCodeListExport, getEntityExport } from './contract.ts';
import { install } from './install.ts';
import { problems } from './problems.ts';
import { routes } from './routes.ts';
import { countyContext, unitFiles } from './testing/context.ts';

let context: TestContext;
let server: TestServer;

beforeAll(async () => {
  context = await countyContext(await testDatabase(), unitFiles);
  await install(context);
  server = await testServer();
  server.server.kinds.push(...Object.values(problems).map((problem) => problem.kind));
  routes(server.server, context);
});

async function file(url: string) {
  const { status, headers, ...answer } = await server.send(`/api/dictionary${url}`, {}).then(async (one) => ({
    status: one.status,
    headers: one.headers,
    bytes: Buffer.from(await one.arrayBuffer()),
  }));
  return { status, type: headers.get('content-type'), name: headers.get('content-disposition'), ...answer };
}

describe('an entity', () => {
  it.each(entityFormats)('is downloaded as %s, with a name and a type', async (format) => {
    const { status, type, name, bytes } = await file(`/entities/resident/exports/${format}`);
    expect([status, name]).toEqual([200, expect.stringMatching(/^attachment; filename="resident\.[a-z.-]+"$/)]);
    expect(type).toMatch(/^(application|text)\//);
    expect(bytes.toString()).toContain(format === 'dcat' ? 'Habitant' : 'person_id');
  });

  it('speaks the language asked for, and holds the codes in force', async () => {
    const { bytes } = await file('/entities/resident/exports/odcs?language=fr');
    const contract = parse(bytes.toString()) as {
      name: string;
      schema: [{ properties: { name: string; quality?: object[] }[] }];
    };
    expect(contract.name).toBe('Habitant');
    const sex = contract.schema[0].properties.find((one) => one.name === 'sex');
    expect(sex?.quality).toMatchObject([{ arguments: { validValues: ['1', '2'] } }]);
  });

  it('that is not there, or in a format that is not, is refused', async () => {
    expect((await file('/entities/nobody/exports/odcs')).status).toBe(404);
    expect((await file('/entities/resident/exports/pdf')).status).toBe(400);
  });
});

describe('a code list', () => {
  it.each(codeListFormats)('is downloaded as %s with every meaning its codes ever had', async (format) => {
    const { status, bytes } = await file(`/code-lists/PARISH/exports/${format}`);
    expect(status).toBe(200);
    const links = format === 'csv' ? [] : ['isReplacedBy', 'broadMatch'];
    for (const words of ['Parish of Old Mill', 'Town of High Dyke', ...links])
      expect(bytes.toString()).toContain(words);
  });

  it('that is not there is refused', async () => {
    expect((await file('/code-lists/NONE/exports/turtle')).status).toBe(404);
  });
});

describe('the book', () => {
  it('is downloaded as HTML and Word, in the language asked for', async () => {
    const html = await file('/books/html?language=ar');
    expect([html.status, html.type]).toEqual([200, 'text/html; charset=utf-8']);
    expect(html.bytes.toString()).toContain('<html lang="ar" dir="rtl">');
    const word = await file('/books/docx?language=en');
    expect([word.status, word.bytes.subarray(0, 2).toString()]).toEqual([200, 'PK']);
    expect((await file('/books/html?release=99')).status).toBe(404);
    expect((await file('/books/html?chapter=resident')).status).toBe(200);
    expect((await file('/books/html?chapter=nowhere')).status).toBe(404);
  });
});

it('whatever is asked, nothing breaks', async () => {
  const known = { entity: ['resident'], list: ['PARISH', 'SEX'], release: [1] };
  for (const one of [getEntityExport, getCodeListExport, getBook])
    await fuzzEndpoint(server.server, one, { runs: 25, seed: 3, known });
});
