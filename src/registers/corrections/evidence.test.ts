import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import excel from 'exceljs';
import { beforeAll, describe, expect, it } from 'vitest';
import { heldLine, openAuthorityCounty, type AuthorityCounty } from '../../../test/harness/authorities.ts';
import { line } from '../../../test/harness/records.ts';
import { ending } from '../../../test/harness/story.ts';
import { startFollowers, type Running } from '../../platform/changes/index.ts';
import { sql } from '../../platform/db/sql.ts';
import { call, callRaw } from '../../platform/http/call.ts';
import { verificationFollower } from '../follow-verification.ts';
import { putClaim } from '../store/claim.ts';
import * as contract from './corrections-contract.ts';
import { addEvidence, MOST_BYTES } from './evidence-files.ts';
import { unsentFollower } from './send-correction.ts';

const sources = `
- { name: elsewhere, names: { en: A list kept elsewhere }, holder: { en: Its keeper } }
`;
const marks = `
language: en
degrees: [{ code: top, words: top secret }]
`;

let county: AuthorityCounty;
let running: Running;
let record = '';
beforeAll(async () => {
  county = await openAuthorityCounty({
    'authorities/sources.yaml': sources,
    'marks/words.yaml': marks,
  });
  await county.hold([heldLine(1)]);
  await county.load('A', [line(1)]);
  running = await startFollowers(county.context, [
    verificationFollower(county.context),
    unsentFollower(county.context),
  ]);
  await running.settled();
  record = (await county.member('000001'))?.record ?? '';
  return () => running[Symbol.asyncDispose]();
});

const steward = () => county.become('C', 'steward');
const propose = (field: string, value: string) =>
  call(county.http.send, contract.proposeCorrection, {
    body: { register: 'members', record, field, value, evidence: 'See the file.' },
  });
const attach = (correction: string, fileName: string, content: Buffer<ArrayBuffer>) =>
  call(county.http.send, contract.addEvidence, {
    params: { correction },
    query: { fileName },
    upload: { content, type: 'application/octet-stream' },
  });
const slugOf = async (promise: Promise<unknown>) =>
  String((await ending(promise)).problem['type'])
    .split('/')
    .at(-1);
const pdf = (text: string) => Buffer.from(`%PDF-1.7\n${text}\n%%EOF`);

describe('a file as evidence', () => {
  let id = '';
  it('is kept under what it holds, with its hash in the audit trail, and once', async () => {
    steward();
    id = (await propose('fee', '20.00')).id;
    const bytes = pdf('receipt');
    const { files } = await attach(id, '../../receipt "20".exe', bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(files).toMatchObject([{ name: 'receipt 20.pdf', mediaType: 'application/pdf', size: bytes.length, sha256 }]);
    expect((await attach(id, 'again.pdf', bytes)).files).toHaveLength(1);
    const traces = county.context.audited.filter(({ action }) => action === 'registers.add-evidence');
    expect(traces).toMatchObject([{ subject: 'members', records: [record], detail: { sha256 } }]);
  });
  it('is read by the keeper and by whoever proposed it, as a file to save', async () => {
    const { files } = await call(county.http.send, contract.getCorrection, { params: { correction: id } });
    const read = { params: { correction: id, file: files[0]?.id ?? '' } };
    for (const become of [steward, () => county.become('A', 'officer')]) {
      become();
      const answer = await callRaw(county.http.send, contract.readEvidence, read);
      expect(Buffer.from(await answer.arrayBuffer())).toEqual(pdf('receipt'));
      expect(answer.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''receipt%2020.pdf");
      expect(answer.headers.get('content-type')).toContain('application/octet-stream');
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    }
  });
  it('is nobody else’s: another’s and none read the same, to read and to add', async () => {
    steward();
    const { files } = await call(county.http.send, contract.getCorrection, { params: { correction: id } });
    county.become('B', 'officer');
    const none = '01930000-0000-8aaa-8bbb-000000000001';
    const read = (correction: string, file: string) =>
      ending(callRaw(county.http.send, contract.readEvidence, { params: { correction, file } }));
    const [hidden, absent] = [await read(id, files[0]?.id ?? ''), await read(none, none)];
    expect(hidden.status).toBe(404);
    expect({ ...hidden.problem, instance: '' }).toEqual({ ...absent.problem, instance: '' });
    expect(await slugOf(attach(id, 'x.pdf', pdf('x')))).toBe('no-such-correction');
  });
  it('that is too large, of another kind, marked secret, or one too many is refused', async () => {
    steward();
    const upload = Readable.from([pdf('a'), Buffer.alloc(MOST_BYTES)]);
    const big = { correction: id, fileName: 'a.pdf', upload, rule: 'test' };
    await expect(addEvidence(county.context, county.caller('C', 'steward'), big)).rejects.toMatchObject({
      kind: { slug: 'evidence-too-large' },
    });
    const page = Buffer.from('<html><script>alert(1)</script></html>');
    for (const bytes of [page, Buffer.from('MZ\u0090'), Buffer.from('plain text'), Buffer.alloc(0)])
      expect(await slugOf(attach(id, 'a.pdf', bytes))).toBe('evidence-kind');
    const book = new excel.Workbook();
    book.addWorksheet('List').addRow(['TOP SECRET']);
    expect(await slugOf(attach(id, 'a.xlsx', Buffer.from(await book.xlsx.writeBuffer())))).toBe('marked-secret');
    for (const n of [2, 3, 4, 5]) await attach(id, `${String(n)}.pdf`, pdf(String(n)));
    expect(await slugOf(attach(id, '6.pdf', pdf('6')))).toBe('too-much-evidence');
  });
  it('is not added to what is settled', async () => {
    steward();
    await call(county.http.send, contract.withdrawCorrection, { params: { correction: id }, body: {} });
    expect(await slugOf(attach(id, '7.pdf', pdf('7')))).toBe('already-settled');
  });
});

describe('a home that cannot be reached', () => {
  let id = '';
  it('is answered with who keeps it; the proposal is kept, and sent only when it is there', async () => {
    const { db } = county.context;
    await putClaim(db, { element: 'T.8', register: 'elsewhere', since: '2026-01-01', note: null });
    steward();
    const page = await propose('fee', '30.00');
    id = page.id;
    expect(page).toMatchObject({
      state: 'unsent',
      due: null,
      allowed: { 'registers.settleCorrection': { allowed: false } },
      mine: true,
      destination: { name: 'elsewhere', names: { en: 'A list kept elsewhere' }, holder: { en: 'Its keeper' } },
    });
    const { status, problem } = await ending(
      call(county.http.send, contract.sendCorrection, { params: { correction: id } }),
    );
    expect([status, problem['source'], problem['holder']]).toEqual([409, 'A list kept elsewhere', 'Its keeper']);
    expect(await slugOf(propose('fee', '31.00'))).toBe('already-proposed');
    county.become('A', 'officer');
    expect(
      await slugOf(
        call(county.http.send, contract.settleCorrection, {
          params: { correction: id },
          body: { outcome: 'take-over' },
        }),
      ),
    ).toBe('already-settled');
  });
  it('goes out by itself when the source is there, and its clock runs from then', async () => {
    const { db } = county.context;
    await db.run(sql`delete from registers.claim where element = 'T.8'`);
    await db.run(sql`update registers.correction set destination = 'people' where id = ${id}`);
    await county.hold([heldLine(2)]);
    await running.settled();
    steward();
    const page = await call(county.http.send, contract.getCorrection, { params: { correction: id } });
    expect(page).toMatchObject({ state: 'open', register: 'members', destination: null, keeper: { code: 'A' } });
    expect(page.due).not.toBeNull();
  });
});
