/** What offices really send, through the door they send it to: a clear word in three languages, and nothing half stored. */
import ExcelJS from 'exceljs';
import iconv from 'iconv-lite';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { handmadeWorkbook } from '../harness/handmade-workbook.ts';
import { ending } from '../harness/story.ts';
import { openTour } from '../harness/tour.ts';
import { call } from '../../src/platform/http/call.ts';
import { sql } from '../../src/platform/db/sql.ts';
import { listFindings } from '../../src/records/contract.ts';
import { beginLoad, checkDeclared, commitDeclared, readUpload, type UploadView } from '../../src/registers/contract.ts';

const PROFILES = join(import.meta.dirname, '../../profiles');
const LANGUAGES = ['vi', 'en', 'ar'] as const;
const register = 'dang-vien';
const body = '99101';
const HEAD = 'card_no,birth_name,birth_date,sex,branch,admission_date,member_status,birth_place_commune';
const row = (card: string, more: Partial<Record<'name' | 'born' | 'sex' | 'joined', string>> = {}) =>
  [card, more.name ?? 'An Binh', more.born ?? '1980-03-17', more.sex ?? 'NU', '99101-01']
    .concat(more.joined ?? '2005-02-03', 'CHINH_THUC', '')
    .join(',');
const csv = (...rows: string[]) => Buffer.from(`${[HEAD, ...rows].join('\n')}\n`);

const tour = await openTour();
const visitor = tour.as('xa');
const { send } = visitor;
const address = tour.node.server.fastify.listen({ port: 0, host: '127.0.0.1' });
const { db } = tour.node.context;

const upload = (content: Buffer, fileName = 'list.csv', language = 'en') =>
  call(send, beginLoad, {
    params: { register },
    query: { body, fileName },
    upload: { content: new Uint8Array(content), type: 'application/octet-stream' },
    language,
  });
const check = (view: UploadView, language = 'en', encoding?: string) =>
  call(send, checkDeclared, {
    params: { register },
    body: {
      upload: view.upload,
      body,
      columns: view.columns.map(({ column, field }) => ({ column, field })),
      ...(encoding !== undefined && { encoding }),
    },
    language,
  });
const store = (load: string) => call(send, commitDeclared, { params: { register, load }, body: { onlyValid: true } });
const findings = async (load: string, language: string) =>
  (await call(send, listFindings, { params: { register, load }, query: { limit: 100 }, language })).items;

/** Everything that a refused file could have left behind. */
const kept = async () => {
  const count = sql`select (select count(*)::int from records.upload) as uploads,
    (select count(*)::int from records.load) as loads, (select count(*)::int from data.party_member) as rows`;
  return (await db.rows<Record<'uploads' | 'loads' | 'rows', number>>(count))[0];
};

/** Words in each language, none of them the same, none with a gap. */
const clear = (words: readonly unknown[]) => {
  expect(new Set(words).size).toBe(words.length);
  for (const word of words) expect(word).toMatch(/^[^{}]{8,}$/);
};

async function sheet(rows: readonly (readonly unknown[])[], merge?: string): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  const page = book.addWorksheet('List');
  for (const cells of rows) page.addRow([...cells]);
  if (merge !== undefined) page.mergeCells(merge);
  return Buffer.from(await book.xlsx.writeBuffer());
}

describe('a file that cannot be read', () => {
  const DOCTYPE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>';
  const cases: readonly (readonly [
    what: string,
    slug: string,
    name: string,
    content: () => Promise<Buffer> | Buffer,
  ])[] = [
    [
      'a zip bomb',
      'zip-bomb',
      'a.xlsx',
      () => handmadeWorkbook({ 'xl/worksheets/sheet1.xml': Buffer.alloc(48 << 20, 32) }),
    ],
    [
      'an external entity',
      'forbidden-xml',
      'a.xlsx',
      () => handmadeWorkbook({ 'xl/workbook.xml': `${DOCTYPE}<workbook/>` }),
    ],
    ['a million columns', 'too-many-columns', 'a.csv', () => Buffer.from(`${'a,'.repeat(1_000_000)}a\n1\n`)],
    ['a quotation mark that never closes', 'unclosed-quote', 'a.csv', () => Buffer.from(`a,b\n"${'x\n'.repeat(700)}`)],
    ['nothing', 'empty-file', 'a.csv', () => Buffer.alloc(0)],
    ['a workbook cut short', 'damaged-file', 'a.xlsx', async () => (await sheet([['a'], ['b']])).subarray(0, 900)],
    ['no table', 'unsupported-kind', 'a.xlsx', () => Buffer.from('%PDF-1.7\n%nothing here\n')],
  ];
  it.each(cases)('%s is refused in words, and nothing is kept', async (_, slug, name, content) => {
    const [bytes, before] = [await content(), await kept()];
    const said = [];
    for (const language of LANGUAGES) said.push((await ending(upload(bytes, name, language))).problem);
    expect(said.map(({ type }) => type)).toEqual(LANGUAGES.map(() => `/problems/intake/${slug}`));
    clear(said.map(({ title }) => title));
    clear(said.map(({ detail }) => detail));
    expect(await kept()).toEqual(before);
  });

  it.each(['content-length: 5000', 'transfer-encoding: chunked'])(
    'an upload that breaks off leaves nothing: %s',
    async (how) => {
      const [before, { hostname, port }] = [await kept(), new URL(await address)];
      const path = `/api/registers/${register}/uploads?body=${body}&fileName=cut.csv`;
      const headers = Object.entries(visitor.headers).map(([name, value]) => `${name}: ${value}`);
      const half = csv(row('990000000001')).toString();
      const start = how.startsWith('content') ? half : `${half.length.toString(16)}\r\n${half}\r\n`;
      const socket = connect(Number(port), hostname);
      const type = 'content-type: application/octet-stream';
      socket.write([`POST ${path} HTTP/1.1`, 'host: localhost', how, type, ...headers, '', start].join('\r\n'));
      await sleep(500);
      socket.destroy();
      await sleep(500);
      expect(await kept()).toEqual(before);
      // The twin: the same bytes, whole, are kept.
      await upload(csv(row(how.startsWith('content') ? '990000000001' : '990000000002')));
      expect((await kept())?.uploads).toBe((before?.uploads ?? 0) + 1);
    },
  );
});

describe('columns', () => {
  it('unknown ones are shown and skipped, the others are loaded', async () => {
    const view = await upload(Buffer.from(`${HEAD},favourite_colour\n${row('990000000011')},blue\n`));
    expect(view.columns.filter((one) => one.field === null).map((one) => one.header)).toEqual(['favourite_colour']);
    expect(view.counts.unknown).toBe(1);
    expect((await check(view)).counts).toMatchObject({ ready: 1, wrong: 0 });
  });

  it('without the key nothing can be loaded, and the key is named', async () => {
    const view = await upload(Buffer.from('birth_name,sex\nAn Binh,NU\n'));
    expect(view.missingKeys).toEqual(['card_no']);
    const said = [];
    for (const language of LANGUAGES) said.push((await ending(check(view, language))).problem);
    expect(new Set(said.map(({ type }) => type)).size).toBe(1);
    clear(said.map(({ title }) => title));
  });

  it('merged headers in two rows, empty rows between: read as one table', async () => {
    const rows = [
      ['List of members', null, null, null],
      ['card_no', 'Person', null, 'sex'],
      [null, 'birth_name', 'birth_date', null],
      ['990000000021', 'An Binh', '1980-03-17', 'NU'],
      [],
      ['990000000022', 'An Hoa', '1981-03-17', 'NAM'],
      [],
    ];
    const view = await upload(await sheet(rows, 'B2:C2'), 'list.xlsx');
    expect(view.headerRows).toEqual([2, 3]);
    expect(view.columns.map((one) => one.field)).toEqual(['card_no', 'birth_name', 'birth_date', 'sex']);
    expect((await check(view)).counts).toMatchObject({ rows: 2 });
  });
});

describe('values', () => {
  it('a wrong one is a finding at its row, in words', async () => {
    const view = await upload(
      csv(
        row('990000000031', { born: 'soon' }),
        row('990000000032', { born: '2001-02-30' }),
        row('990000000033', { sex: 'X' }),
        row('990000000034', { name: '' }),
        row('990000000035'),
        row('990000000035', { name: 'An Hoa' }),
        row('990000000036'),
      ),
    );
    const before = (await kept())?.rows;
    const { load, counts } = await check(view);
    expect(counts).toMatchObject({ rows: 7, ready: 2, wrong: 5 });
    const said = await Promise.all(LANGUAGES.map((language) => findings(load, language)));
    const errors = said.map((items) => items.filter((one) => one.severity === 'error'));
    expect(errors[0]?.map((one) => [one.row, one.kind])).toEqual([
      [2, 'format'],
      [3, 'date'],
      [4, 'code'],
      [5, 'missing'],
      [7, 'double'],
    ]);
    for (const [place] of (errors[0] ?? []).entries()) clear(errors.map((items) => items[place]?.message));
    expect((await kept())?.rows).toBe(before);
  });

  it('days in several notations are the same day', async () => {
    const notations = ['1980-03-17', '17/03/1980', '17-3-1980', '17.03.1980'];
    const rows = notations.map((born, i) => row(`99000000004${String(i)}`, { born }));
    const { load, counts } = await check(await upload(csv(...rows)));
    expect([counts, await findings(load, 'en')]).toMatchObject([{ ready: notations.length, wrong: 0 }, {}]);
    await store(load);
    const born = await db.rows(
      sql`select distinct birth_date::text as day from data.party_member where card_no like '99000000004_'`,
    );
    expect(born).toEqual([{ day: '1980-03-17' }]);
  });

  it('the same file again is the same upload and changes nothing; a changed row changes its record, no second one', async () => {
    const [bytes, before] = [csv(row('990000000051')), (await kept())?.rows ?? 0];
    expect((await store((await check(await upload(bytes))).load)).counts).toMatchObject({ new: 1 });
    const first = await upload(bytes);
    expect((await upload(bytes)).upload).toBe(first.upload);
    expect((await store((await check(first)).load)).counts).toMatchObject({ new: 0, changed: 0, unchanged: 1 });
    const other = await check(await upload(csv(row('990000000051', { name: 'An Hoa' }))));
    expect((await store(other.load)).counts).toMatchObject({ new: 0, changed: 1 });
    expect((await kept())?.rows).toBe(before + 1);
  });
});

/** As a machine with that font wrote it, by the deployment's own table read backwards. */
function inOldFont(text: string, name: string): Buffer {
  const path = join(PROFILES, 'vn-party/encodings', `${name}.yaml`);
  const { bytes } = parse(readFileSync(path, 'utf8')) as { bytes: Record<string, string> };
  // The first of two spellings is the usual one.
  const known = new Map(
    Object.entries(bytes)
      .toReversed()
      .map(([hex, letter]) => [letter, hex]),
  );
  const letters = [...text.normalize('NFC')];
  return Buffer.concat(
    letters.map((one) => Buffer.from(known.get(one) ?? Buffer.from(one, 'latin1').toString('hex'), 'hex')),
  );
}

interface Names {
  readonly surnames: readonly string[];
  readonly women: { readonly middle: readonly string[]; readonly given: readonly string[] };
}
const { surnames, women } = parse(readFileSync(join(PROFILES, 'vn-demo/story/names.yaml'), 'utf8')) as Names;
/** Composed from the story's names. */
const people = [...new Set(surnames)]
  .slice(0, 12)
  .map((surname, i) =>
    [surname, women.middle.at(i % women.middle.length), women.given.at(i % women.given.length)].join(' '),
  );

describe('texts', () => {
  const name = 'Nguy\u1ec5n Th\u1ecb \u00c1nh';
  it('in UTF-16 are read as they are, either way round', async () => {
    for (const encoding of ['utf-16le', 'utf-16be']) {
      const bytes = iconv.encode(csv(row('990000000061', { name })).toString(), encoding, { addBOM: true });
      const view = await upload(bytes);
      expect([view.question, view.sample[0]?.[1]]).toEqual([null, name]);
    }
  });

  it.each(['tcvn3', 'vni'])('of an old font are shown before and after, asked once, converted: %s', async (old) => {
    const names = people.map((person, i) =>
      row(`99000000${old === 'vni' ? '8' : '7'}${String(i).padStart(3, '0')}`, { name: person }),
    );
    const bytes = inOldFont(csv(...names).toString(), old);
    const view = await upload(bytes, `${old}.csv`);
    expect(view.question).toMatchObject({ suggested: old });
    expect(view.question?.samples).toHaveLength(5);
    expect(view.question?.samples.every(({ before, after }) => before !== after && people.includes(after))).toBe(true);
    const said = await Promise.all(LANGUAGES.map(async (language) => (await ending(check(view, language))).problem));
    clear(said.map(({ title }) => title));
    const params = { register, upload: view.upload };
    const read = await call(send, readUpload, { params, query: { body, encoding: old } });
    expect([read.question, read.sample[0]?.[1]]).toEqual([null, people[0]]);
    expect((await check(read)).counts).toMatchObject({ rows: people.length, wrong: 0 });
  });
});
