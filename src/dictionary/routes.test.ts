import ExcelJS from 'exceljs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { TestContext } from '../../test/harness/context.ts';
import { testDatabase } from '../../test/harness/database.ts';
import { testServer, type TestServer } from '../../test/harness/server.ts';
import { importBodies } from '../bodies/index.ts';
import { install } from './install.ts';
import { publishRelease } from './publish-release.ts';
import { registerUsage } from './register-usage.ts';
import { routes } from './routes.ts';
import { by, countyContext, unitFiles } from './testing/context.ts';
import { testFiles, testPlan } from './testing/dictionary.ts';

let context: TestContext;
let server: TestServer;

async function get<T = Record<string, never>>(
  url: string,
  init: RequestInit = {},
): Promise<{ status: number; body: T }> {
  const answer = await server.send(`/api/dictionary${url}`, init);
  return { status: answer.status, body: (await answer.json()) as T };
}
async function file(url: string): Promise<{ headers: Headers; bytes: Buffer }> {
  const answer = await server.send(`/api/dictionary${url}`, {});
  expect(answer.status).toBe(200);
  return { headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
}
interface Items {
  items: { code: string; names: Record<string, string>; children?: number; list?: string }[];
  next?: string;
  total: number;
}
const codes = ({ body }: { body: Items }) => body.items.map((item) => item.code);

beforeAll(async () => {
  context = await countyContext(await testDatabase(), unitFiles);
  await install(context);
  server = await testServer();
  routes(server.server, context);
});

describe('elements', () => {
  it('are listed by code in pages, with the count of all and their domains', async () => {
    const first = await get<Items & { domains: object[] }>('/elements?limit=3');
    expect(codes(first)).toEqual(['CTY.001', 'CTY.002', 'CTY.003']);
    expect(first.body.total).toBe(16);
    expect(first.body.domains).toEqual([
      { domain: 'people', elements: 7 },
      { domain: 'households', elements: 9 },
    ]);
    const next = await get<Items>(`/elements?limit=3&cursor=${String(first.body.next)}`);
    expect(codes(next)).toEqual(['CTY.004', 'CTY.005', 'CTY.006']);
    expect(codes(await get<Items>('/elements?personal=sensitive'))).toEqual(['CTY.007']);
    expect(codes(await get<Items>('/elements?q=nom'))[0]).toBe('CTY.002');
  });

  it('show every attribute, where they are used, and how they changed', async () => {
    await registerUsage(context.db, {
      element: 'CTY.003',
      room: 'strategy',
      kind: 'measure',
      subject: 'ages',
      label: { en: 'Ages' },
    });
    const text = (testFiles['dictionary/elements/people.yaml'] as string).replace('as entered at birth', 'as entered');
    await publishRelease(context, testPlan({ ...unitFiles, 'dictionary/elements/people.yaml': text }), by);
    const { body } = await get<Record<string, unknown>>('/elements/CTY.003');
    expect(body).toMatchObject({
      element: { code: 'CTY.003', dataType: 'partialDate', range: { min: '1900-01-01', max: 'today' } },
      entities: [{ name: 'resident', field: 'born_on' }],
      usage: [{ kind: 'measure', subject: 'ages' }],
    });
    const changed = await get<{ history: { release: number; changes: { reason: string }[] }[] }>('/elements/CTY.004');
    expect(changed.body.history.map((entry) => [entry.release, entry.changes.map((one) => one.reason)])).toEqual([
      [2, ['element.definition']],
      [1, []],
    ]);
    expect((await get('/elements/CTY.004?release=1')).status).toBe(200);
    expect(await get('/elements/NONE')).toMatchObject({ status: 404, body: { title: 'There is no such element' } });
  });
});

describe('entities', () => {
  it('give their fields, key and checks', async () => {
    const { body } = await get<{ fields: { name: string; key: boolean }[]; checks: object[] }>('/entities/resident');
    expect(body.fields.filter((field) => field.key).map((field) => field.name)).toEqual(['person_id']);
    expect(body.checks).toHaveLength(2);
    expect(await get('/entities/nobody')).toMatchObject({ status: 404 });
  });

  it('compile to JSON Schema and TypeScript of one release', async () => {
    const schema = JSON.parse((await file('/entities/resident/schema.json')).bytes.toString()) as Record<
      string,
      unknown
    >;
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: 'urn:artery:dictionary:2:resident',
      required: ['person_id', 'full_name', 'sex'],
      properties: { sex: { type: 'string', enum: ['1', '2'] }, children: { type: ['integer', 'null'] } },
    });
    const types = (await file('/entities/resident/types.ts')).bytes.toString();
    expect(types).toContain('export interface Resident {');
    expect(types).toContain('readonly person_id: string;');
    expect(types).toContain('readonly sex: CodeSex;');
    const { default: typescript } = await import('typescript');
    const { diagnostics } = typescript.transpileModule(types, { reportDiagnostics: true });
    expect(diagnostics).toEqual([]);
  });

  it('give a form with groups, widgets, choices and the trusted source', async () => {
    interface Form {
      groups: {
        code: string;
        title: string;
        fields: { name: string; widget: string; source?: string; options?: object[] }[];
      }[];
    }
    const { body } = await get<Form>('/entities/resident/form?language=fr');
    expect(body.groups.map((group) => [group.code, group.title])).toEqual([
      ['person', 'Personne'],
      ['home', 'Domicile'],
      ['other', 'Other'],
    ]);
    const [person] = body.groups;
    expect(person?.fields.map((field) => field.widget)).toEqual(['text', 'text', 'partial-date', 'select', 'select']);
    expect(person?.fields[3]?.options).toEqual([
      { value: '1', label: 'Homme' },
      { value: '2', label: 'Féminin' },
    ]);
    expect(person?.fields[0]?.source).toBe('population');
  });

  it('give an Excel template: frozen header, notes, drop-downs, numbers kept as text, hidden lists', async () => {
    const { bytes, headers } = await file('/entities/resident/template.xlsx?language=en');
    expect(headers.get('content-type')).toContain('spreadsheetml');
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(bytes as unknown as ArrayBuffer);
    const [sheet, lists, guide] = workbook.worksheets;
    expect([lists?.state, guide?.name]).toEqual(['veryHidden', 'Guide']);
    expect(sheet?.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 });
    const header = sheet!.getRow(1).values as string[];
    expect(header.slice(1, 4)).toEqual(['Personal number', 'Full name', 'Date of birth']);
    expect(JSON.stringify(sheet!.getCell('A1').note)).toContain('Exactly 12 digits.');
    expect(sheet!.getColumn(1).numFmt).toBe('@');
    expect(sheet!.getCell('D2').dataValidation).toMatchObject({ type: 'list', formulae: ['lists!$A$2:$A$3'] });
    expect(sheet!.getCell('D5001').dataValidation).toMatchObject({ type: 'list' });
    expect(lists!.getColumn(1).values.slice(1)).toEqual(['SEX', 'Male', 'Female']);
    // Newton is there twice among the parishes: its codes stand for it.
    expect(lists!.getColumn(2).values).toContain('Parish of Newton');
    expect(workbook.keywords).toContain('resident release 2');
  });
});

describe('codes', () => {
  it('are a tree as of a day, across lists', async () => {
    const lists = await get<{ items: { code: string; codes: number }[] }>('/code-lists?on=2025-06-30');
    expect(lists.body.items.find((list) => list.code === 'PARISH')?.codes).toBe(6);
    expect(codes(await get<Items>('/code-lists/PARISH/codes?limit=2'))).toEqual(['001', '003']);
    const roots = await get<Items>('/code-lists/SHIRE/codes?on=2025-06-30');
    expect(roots.body.items.map((item) => [item.code, item.children])).toEqual([
      ['N', 4],
      ['S', 2],
    ]);
    const below = await get<Items>('/code-lists/SHIRE/codes?parent=S');
    expect(below.body.items.map((item) => `${String(item.list)}/${item.code}`)).toEqual([
      'PARISH/003',
      'PARISH/004',
      'PARISH/005',
    ]);
    expect(codes(await get<Items>('/code-lists/PARISH/codes?q=newton'))).toEqual(['005', '006']);
    expect(await get('/code-lists/NONE/codes')).toMatchObject({ status: 404 });
  });

  it('go through all pages of a level', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const { body } = await get<Items>(`/code-lists/PARISH/codes?limit=2${cursor ? `&cursor=${cursor}` : ''}`);
      seen.push(...body.items.map((item) => item.code));
      cursor = body.next;
    } while (cursor);
    expect(seen).toEqual(['001', '003', '004', '005', '006']);
  });

  it('say what they meant on a day', async () => {
    const { body } = await get('/code-lists/PARISH/codes/003?on=2025-06-30');
    expect(body).toMatchObject({
      meaning: { names: { en: 'Parish of Brook' } },
      successors: [{ code: '001' }, { code: '004' }],
      everyMeaning: [{}, {}],
    });
  });

  it('are imported from an upload, with findings in the language asked for', async () => {
    const send = (text: string, query = '') =>
      get<{ added: number; changeSet: number | null; findings: { message: string }[] }>(
        `/code-lists/WARD/import?format=csv${query}`,
        {
          method: 'POST',
          headers: { 'content-type': 'application/octet-stream' },
          body: text,
        },
      );
    const text = 'code,name\n2001,Ward of Larch\n21,Ward of Maple\n';
    expect((await send(text, '&dryRun=true')).body).toMatchObject({ added: 1, changeSet: null });
    const { body } = await send(text);
    expect(body.added).toBe(1);
    expect(body.findings.map((finding) => finding.message)).toEqual([
      'Row 2: code 21 does not have the form of this list.',
    ]);
    expect((await send('a,b\n1,2\n')).status).toBe(400);
    expect(codes(await get<Items>('/code-lists/WARD/codes?q=larch'))).toEqual(['2001']);
  });
});

describe('releases', () => {
  it('are listed newest first and compared', async () => {
    const { body } = await get<{ items: { number: number; current: boolean; verdict: string }[] }>('/releases');
    expect(body.items.map((item) => [item.number, item.current, item.verdict])).toEqual([
      [2, true, 'compatible'],
      [1, false, 'first'],
    ]);
    expect(await get('/releases/2/changes')).toMatchObject({
      body: { from: 1, to: 2, changes: [{ reason: 'element.definition' }] },
    });
    expect(await get('/releases/1/changes?since=2')).toMatchObject({ body: { from: 2, to: 1, verdict: 'compatible' } });
    expect(await get('/releases/9/changes')).toMatchObject({ status: 404 });
  });

  it('are adopted by a body, once', async () => {
    const text = '- { code: HALL, names: { en: Hall }, kind: office, level: central }';
    await importBodies(context, { files: [{ text, format: 'yaml' }], by });
    const adopt = () =>
      get('/releases/2/adoptions', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ body: 1 }),
      });
    expect(await adopt()).toMatchObject({ status: 200, body: { body: 1, release: 2 } });
    expect(await adopt()).toMatchObject({ status: 200 });
    expect(await get('/adoptions')).toMatchObject({ body: { items: [{ body: 1, release: 2, edition: '1.0' }] } });
    expect(await get('/releases')).toMatchObject({ body: { items: [{ adopted: 1 }, { adopted: 0 }] } });
  });
});

describe('search', () => {
  it('finds everything over HTTP', async () => {
    const { body } = await get<{ items: { kind: string; code: string }[]; release: number }>(
      '/search?q=birth&limit=50',
    );
    expect(new Set(body.items.map((item) => item.kind))).toEqual(new Set(['element']));
    expect(body.release).toBe(2);
    const found = await get<Items>('/search?q=newton&kind=code');
    expect(found).toMatchObject({ status: 200 });
    expect(found.body.items).toHaveLength(2);
  });
});
