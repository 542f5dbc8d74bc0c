import { text } from 'node:stream/consumers';
import excel from 'exceljs';
import yauzl from 'yauzl';
import { beforeAll, describe, expect, it } from 'vitest';
import { heldLine, openAuthorityCounty, type AuthorityCounty } from '../../../test/harness/authorities.ts';
import { line } from '../../../test/harness/records.ts';
import { ending } from '../../../test/harness/story.ts';
import { call, callRaw } from '../../platform/http/call.ts';
import * as contract from '../body-list-contract.ts';
import { settleCorrection } from '../contract.ts';
import { verificationFollower } from '../follow-verification.ts';
import { prefillTallies } from '../index.ts';

const layout = `
register: members
names: { en: Quarterly sheet }
title: { en: Members of the quarter }
columns:
  - { header: { en: Number }, as: number }
  - { header: { en: Name in full }, field: full_name }
  - { header: { en: Place }, field: place }
  - { header: { en: Place code }, field: place, as: code }
  - { header: { en: Remarks } }
`;

let county: AuthorityCounty;
beforeAll(async () => {
  county = await openAuthorityCounty({ 'layouts/members.yaml': layout });
  await county.hold([heldLine(1), heldLine(2, { name: 'Somebody Else' }), heldLine(3), heldLine(4)]);
  await county.load('A', [line(1), line(2), line(3)]);
  await county.sequence();
  // The next quarter: 4 joined, 3 changed a fee that the layout does not show, 1 changed the place.
  await county.load('A', [line(4), line(3, { fee: '99' }), line(1, { place: '002' })]);
  await county.sequence();
  await county.context.db.transaction((tx) =>
    verificationFollower(county.context).initial(tx, { epoch: 1, position: 99 }),
  );
});

const of = { register: 'members', body: 'A' };
const read = () => call(county.http.send, contract.readBodyList, { params: of, query: {} });
const sign = (body = 'A') =>
  call(county.http.send, contract.signBodyList, { params: { register: 'members', body }, body: {} });

describe('a body’s periodic list', () => {
  it('comes filled, with only the differences to answer', async () => {
    county.become('A', 'officer');
    const view = await read();
    expect(view.counts).toMatchObject({ people: 4, joined: 1, left: 0, changed: 1, cellsKnown: 8, cellsAll: 8 });
    // Member 2 differs from the source by name, member 1 now by place.
    expect(view.items.map(({ kind, key }) => [kind, key]).sort()).toEqual([
      ['changed', '000001'],
      ['differs', '000001'],
      ['differs', '000002'],
      ['joined', '000004'],
    ]);
    const changed = view.items.find(({ kind }) => kind === 'changed');
    expect(changed?.changes).toEqual([{ field: 'place', names: { en: 'place' }, before: 'Hill', after: 'Dale' }]);
    expect(view.items.find(({ key }) => key === '000002')?.changes).toMatchObject([
      { before: 'Member C', after: 'Somebody Else' },
    ]);
  });
  it('keeps an answer, takes it back, and asks nothing that is not in it', async () => {
    county.become('A', 'officer');
    const [item] = (await read()).items.filter(({ kind }) => kind === 'joined');
    const record = item?.record ?? '';
    const answer = (given: 'right' | 'wrong' | null, note?: string, kind: 'joined' | 'left' = 'joined') =>
      call(county.http.send, contract.answerBodyList, {
        params: of,
        body: { kind, record, answer: given, ...(note !== undefined && { note }) },
      });
    const kept = async () => (await read()).items.find(({ kind }) => kind === 'joined');
    await answer('wrong', 'moved to Brook');
    expect(await kept()).toMatchObject({ answer: 'wrong', note: 'moved to Brook' });
    await answer(null);
    expect(await kept()).toMatchObject({ answer: null, note: null });
    await answer('right');
    expect((await ending(answer('right', '', 'left'))).problem['type']).toBe('/problems/registers/not-in-list');
  });
  it('keeps what an answer settled: it stands in the minutes', async () => {
    county.become('A', 'officer');
    const differs = (await read()).items.find(({ key, kind }) => key === '000002' && kind === 'differs');
    const { record = '', correction = null } = differs ?? {};
    await call(county.http.send, contract.answerBodyList, {
      params: of,
      body: { kind: 'differs', record, correction, answer: 'right', note: 'checked with the card' },
    });
    await call(county.http.send, settleCorrection, {
      params: { correction: correction ?? '' },
      body: { outcome: 'source-wrong', reason: 'checked with the card' },
    });
    const after = await read();
    expect(after.items.find(({ key, kind }) => key === '000002' && kind === 'differs')).toMatchObject({
      answer: 'right',
      note: 'checked with the card',
    });
    expect(after.counts.differs).toBe(1);
  });
  it('gives minutes and the file of the layout when it is closed, and the same again later', async () => {
    county.become('A', 'officer');
    const closed = await sign();
    expect(closed).toMatchObject({ people: 4 });
    expect(closed.hash).toMatch(/^[0-9a-f]{64}$/);
    const params = { ...of, list: closed.list };
    const minutes = Buffer.from(
      await (await callRaw(county.http.send, contract.listMinutes, { params })).arrayBuffer(),
    );
    const words = await textOfWord(minutes);
    expect(words).toContain('Minutes of the reconciliation');
    expect(words).toContain(closed.hash);
    expect(words).toContain('Somebody Else');
    expect(words).toContain('Head of the body');
    const first = await sheet(params);
    expect(first[0]).toEqual(['Number', 'Name in full', 'Place', 'Place code', 'Remarks']);
    expect(first[1]).toEqual([1, 'Member B', 'Dale', '002']);
    expect(first).toHaveLength(5);
    // What happens afterwards belongs to the next list.
    await county.load('A', [line(5)]);
    await county.sequence();
    expect(await sheet(params)).toEqual(first);
    const next = await read();
    expect(next.counts).toMatchObject({ people: 5, joined: 1, changed: 0 });
    expect(next.signed).toMatchObject({ list: closed.list, hash: closed.hash });
    expect(next.items.every(({ answer }) => answer === null)).toBe(true);
  });
  it('counts what nobody had to type', async () => {
    expect(await prefillTallies(county.context.db, { register: 'members', bodies: [county.id('A')] })).toEqual([
      { body: county.id('A'), way: 'round', asked: 4, found: 4, cellsKnown: 8, cellsAll: 8 },
    ]);
  });
  it('is refused to whoever does not keep it, and closed lists of another body read as none', async () => {
    county.become('B', 'officer');
    expect((await ending(read())).status).toBe(403);
    county.become('A', 'officer');
    const { signed } = await read();
    county.become('B', 'officer');
    const params = { register: 'members', body: 'B', list: signed?.list ?? '' };
    expect((await ending(callRaw(county.http.send, contract.listMinutes, { params }))).problem['type']).toBe(
      '/problems/registers/no-such-list',
    );
    expect((await ending(sign('B'))).problem['type']).toBe('/problems/registers/empty-list');
  });
});

async function sheet(params: { register: string; body: string; list: string }): Promise<unknown[][]> {
  const answer = await callRaw(county.http.send, contract.listFile, { params });
  const book = new excel.Workbook();
  await book.xlsx.load((await answer.arrayBuffer()) as never);
  const rows: unknown[][] = [];
  book.worksheets[0]?.eachRow((row) => rows.push((row.values as unknown[]).slice(1)));
  return rows;
}

interface Unzipped {
  eachEntry(): AsyncIterable<{ readonly fileName: string }>;
  openReadStreamPromise(entry: unknown): Promise<NodeJS.ReadableStream>;
}
const unzip = (yauzl as unknown as { fromBufferPromise(bytes: Buffer, options: object): Promise<Unzipped> })
  .fromBufferPromise;

async function textOfWord(bytes: Buffer): Promise<string> {
  const zip = await unzip(bytes, { lazyEntries: true, autoClose: false });
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName !== 'word/document.xml') continue;
    const xml = await text(await zip.openReadStreamPromise(entry));
    return xml.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
  }
  return '';
}
