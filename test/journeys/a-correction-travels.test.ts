/** A correction between nodes: proposed at the centre, answered at the commune that is the record's home, by cut lines. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { joinedNodes, type JoinedNode, type JoinedNodes } from '../harness/federation.ts';
import { findBody } from '../../src/bodies/index.ts';
import { receiveParcels } from '../../src/exchange/delivery/receive-parcels.ts';
import { sendParcels } from '../../src/exchange/delivery/send-parcels.ts';
import { listParcels, waitingFor } from '../../src/exchange/delivery/store/parcel.ts';
import { subscribe } from '../../src/exchange/feeds/change-feeds.ts';
import { feedsOf } from '../../src/exchange/feeds/index.ts';
import { pullOne } from '../../src/exchange/feeds/pull-due.ts';
import { findSubscription } from '../../src/exchange/feeds/store/consumed.ts';
import { nodeFetch } from '../../src/exchange/nodes/index.ts';
import { fileRequest } from '../../src/exchange/subject-requests/file-request.ts';
import { readWindow } from '../../src/exchange/window/read-window.ts';
import { tellReads } from '../../src/exchange/window/tell-reads.ts';
import { readsTravel } from '../../src/exchange/window/travel-reads.ts';
import { system, type Caller } from '../../src/platform/caller.ts';
import { sql } from '../../src/platform/db/sql.ts';
import { loadRows, noteReads } from '../../src/records/index.ts';
import { proposeCorrection } from '../../src/registers/corrections/propose-correction.ts';
import { settleCorrection, withdrawCorrection } from '../../src/registers/corrections/settle-correction.ts';
import { addEvidence } from '../../src/registers/corrections/evidence-files.ts';
import { evidenceTravel, PART_BYTES } from '../../src/registers/corrections/evidence-travel.ts';
import { correctionTravel } from '../../src/registers/corrections/travel.ts';
import { findCorrection } from '../../src/registers/store/correction.ts';
import { evidenceBytes, listEvidence } from '../../src/registers/store/evidence.ts';

const REGISTER = 'dang-vien';
const travels = [correctionTravel, evidenceTravel, readsTravel];
const asked = { agreement: 'LT-01', purpose: 'doi-chieu-ho-so', consumer: 'TW' };
let nodes: JoinedNodes<'centre' | 'commune'>;
let feed: number;
beforeAll(async () => {
  nodes = await joinedNodes({
    nodes: { centre: { bodies: [] }, commune: { bodies: ['99108'], parent: 'centre' } },
    profile: 'vn-federation',
  });
  const { centre, commune } = nodes.all;
  await load(commune, ['Nguyễn Văn A', 'Nguyễn Văn B', 'Nguyễn Văn C', 'Nguyễn Văn D']);
  feed = (await subscribe(centre.context, { origin: commune.name, ...asked }, system)).id;
  await pull();
}, 600_000);
afterAll(() => nodes[Symbol.asyncDispose]());

async function load({ context }: JoinedNode, names: readonly string[]): Promise<void> {
  const fields = ['card_no', 'birth_name', 'birth_date', 'sex', 'branch', 'admission_date', 'member_status'];
  async function* rows() {
    await Promise.resolve();
    yield names.map((name, n) => ({
      number: n + 1,
      cells: [cardOf(n), name, '1980-03-17', 'NU', '99108-A1', '2005-02-03', 'CHINH_THUC'],
    }));
  }
  const columns = fields.map((field, column) => ({ column, header: field, field }));
  const body = (await findBody(context.db, '99108'))?.id ?? 0;
  const done = await loadRows(context, { register: REGISTER, body, caller: system, columns, rows: rows() });
  expect(done.wrong).toBe(0);
}
const cardOf = (n: number) => `0997${String(n).padStart(8, '0')}`;

async function pull(): Promise<void> {
  const { centre, commune } = nodes.all;
  await commune.running?.settled();
  const ends = feedsOf(centre.context);
  const subscription = await findSubscription(centre.context.db, feed);
  if (!ends || !subscription) throw new Error('a feed was expected');
  await pullOne(ends.consumer, subscription, new AbortController().signal);
  await centre.running?.settled();
}

async function as(node: JoinedNode, code: string, post: string): Promise<Caller> {
  const body = (await findBody(node.context.db, code))?.id ?? 0;
  return { account: `${code}-${post}`, name: post, kind: 'person', body, roles: [post], language: 'vi' };
}

const rowOf = async (node: JoinedNode, n: number) => {
  const rows = await node.context.db.rows<{ record: string; admitted: string }>(
    sql`select record_id as record, admission_date as admitted from data.party_member where card_no = ${cardOf(n)}`,
  );
  return rows[0] ?? { record: '', admitted: '' };
};
const absent = () => Promise.resolve(new Error('absent'));
async function propose(n: number, value: string): Promise<string> {
  const { centre } = nodes.all;
  const { record } = await rowOf(centre, n);
  const caller = await as(centre, 'TW', 'data-office');
  const proposing = {
    register: REGISTER,
    record,
    field: 'admission_date',
    value,
    evidence: 'The card',
    rule: 'own',
    absent,
  };
  return proposeCorrection(centre.context, caller, proposing);
}

/** Followers catch up and everything that waits is sent, one way and the other. */
async function carry(): Promise<void> {
  for (const node of [nodes.all.centre, nodes.all.commune, nodes.all.centre]) {
    await node.running?.settled();
    await sendParcels(node.context, travels);
  }
}
const stateAt = async (node: JoinedNode, id: string) => (await findCorrection(node.context.db, id))?.state;

it('reaches the home, is taken over there, and comes back as an answer and as the changed row', async () => {
  const { centre, commune } = nodes.all;
  const id = await propose(0, '2005-02-13');
  await carry();
  const arrived = await findCorrection(commune.context.db, id);
  expect(arrived).toMatchObject({ state: 'open', said: '2005-02-03', held: '2005-02-13', evidence: 'The card' });
  const officer = await as(commune, '99108', 'officer');
  await settleCorrection(commune.context, officer, { id, outcome: 'take-over' });
  await carry();
  expect([await stateAt(commune, id), await stateAt(centre, id)]).toEqual(['taken-over', 'taken-over']);
  await pull();
  expect((await rowOf(centre, 0)).admitted).toBe('2005-02-13');
});

it('waits while the line is cut, and takes effect once although it was sent again and again', async () => {
  const { centre, commune } = nodes.all;
  commune.away(true);
  const id = await propose(1, '2005-02-23');
  await carry();
  expect(await stateAt(commune, id)).toBeUndefined();
  const [waiting] = await listParcels(centre.context.db, 1);
  expect(waiting).toMatchObject({ way: 'out', node: commune.name, settledAt: null });
  expect(waiting?.attempts).toBeGreaterThan(0);
  commune.away(false);
  // The answer is lost on the way back: the centre cannot know that it was taken.
  await sendParcels(centre.context, travels, {
    reach: (node) => async (path, init) => {
      await nodeFetch(centre.context, node)(path, init);
      throw new Error('cut');
    },
  });
  expect(await stateAt(commune, id)).toBe('open');
  await carry();
  const sets = await commune.context.db.rows(
    sql`select 1 from platform.change_set where kind = 'correction' and members @> array[${(await rowOf(commune, 1)).record}]::uuid[]`,
  );
  expect(sets).toHaveLength(1);
  expect((await listParcels(centre.context.db, 50)).every(({ settledAt }) => settledAt !== null)).toBe(true);
});

it('is refused with a reason that reaches whoever proposed it, and can be withdrawn', async () => {
  const { centre, commune } = nodes.all;
  const refused = await propose(2, '2005-03-03');
  const withdrawn = await propose(3, '2005-03-04');
  await carry();
  const officer = await as(commune, '99108', 'officer');
  await settleCorrection(commune.context, officer, {
    id: refused,
    outcome: 'refuse',
    reason: 'The card says otherwise',
  });
  const proposer = await as(centre, 'TW', 'data-office');
  await withdrawCorrection(centre.context, proposer, withdrawn, 'A mistake');
  await carry();
  expect(await findCorrection(centre.context.db, refused)).toMatchObject({
    state: 'refused',
    reason: 'The card says otherwise',
  });
  expect(await stateAt(commune, withdrawn)).toBe('withdrawn');
  const mine = await centre.context.db.rows(
    sql`select body from platform.work_item where subject = ${refused} and kind = 'registers.correction-answered'`,
  );
  expect(mine).toEqual([{ body: proposer.body }]);
});

it('a file goes with it in parts, goes on where the line broke, and is kept when its bytes are those that were hashed', async () => {
  const { centre, commune } = nodes.all;
  await load(commune, ['Nguyễn Văn A', 'Nguyễn Văn B', 'Nguyễn Văn C', 'Nguyễn Văn D', 'Nguyễn Văn E']);
  await pull();
  const id = await propose(4, '2005-03-05');
  await carry();
  const bytes = Buffer.concat([Buffer.from('%PDF-1.7 '), Buffer.alloc(2 * PART_BYTES, 'x')]);
  commune.away(true);
  const caller = await as(centre, 'TW', 'data-office');
  const upload = Readable.from([bytes]);
  await addEvidence(centre.context, caller, { correction: id, fileName: 'the card.pdf', upload, rule: 'own' });
  await centre.running?.settled();
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const parts = (await waitingFor(centre.context.db, commune.name, 50)).filter(
    ({ kind }) => kind === 'registers.evidence-part',
  );
  expect(parts).toHaveLength(3);
  const bring = (list: readonly object[]) =>
    receiveParcels(commune.context, travels, { origin: centre.name, parcels: list as typeof parts });
  // The last part first, the first twice; the line breaks, and the rest comes by itself.
  await bring([parts[2] ?? {}, parts[0] ?? {}, parts[0] ?? {}]);
  expect(await listEvidence(commune.context.db, id)).toEqual([]);
  commune.away(false);
  await carry();
  const [file] = await listEvidence(commune.context.db, id);
  expect(file).toMatchObject({ name: 'the card.pdf', mediaType: 'application/pdf', size: bytes.length, sha256 });
  expect((await evidenceBytes(commune.context.db, id, file?.id ?? ''))?.equals(bytes)).toBe(true);
  const forged = (more: object, name: string) => ({
    ...parts[0],
    id: name,
    payload: {
      ...(parts[0]?.payload as object),
      size: 9,
      sha256: sha256.replace(/./g, '0'),
      bytes: 'JVBERi0xLjcg',
      ...more,
    },
  });
  expect(await bring([forged({}, 'f1')])).toEqual([{ id: 'f1', refused: 'hash-differs' }]);
  expect(await bring([forged({ size: 10 }, 'f2')])).toEqual([{ id: 'f2', refused: 'unreadable' }]);
  expect(await bring([forged({ size: 6_000_000 }, 'f3')])).toEqual([{ id: 'f3', refused: 'unreadable' }]);
  const nobody = '00000000-0000-4000-8000-000000000000';
  expect(await bring([forged({ correction: nobody }, 'f4')])).toMatchObject([{ waitsFor: 'unknown-correction' }]);
  expect(await listEvidence(commune.context.db, id)).toHaveLength(1);
  // It is not sent back.
  expect((await waitingFor(commune.context.db, centre.name, 50)).map(({ kind }) => kind)).not.toContain(
    'registers.evidence-part',
  );
}, 120_000);

it('what is read of a copy comes home into the person’s window, and she asks at the home alone', async () => {
  const { centre, commune } = nodes.all;
  const person = '099190000417';
  await commune.context.db.run(
    sql`update data.party_member set person_id = case card_no when ${cardOf(0)} then ${person} else '099190000418' end`,
  );
  await centre.context.db.run(sql`update data.party_member set person_id = ${person} where card_no = ${cardOf(0)}`);
  const [hers, another] = [await rowOf(centre, 0), await rowOf(centre, 1)];
  const reader = await as(centre, 'TW', 'data-office');
  const reading = { action: 'records.read', subject: REGISTER, rule: 'governance/granted-by-agreement' };
  const fields = ['birth_name'];
  await noteReads(centre.context, reader, { ...reading, fields, purpose: asked.purpose }, [
    hers.record,
    another.record,
  ]);
  await centre.ledger.settled();
  expect(await tellReads(centre.context)).toBe(2);
  await carry();
  const admit = () => Promise.resolve();
  const page = await readWindow(commune.context, { person, onBehalf: false, admit });
  expect(page.reads).toMatchObject([
    {
      body: { code: 'TW' },
      way: 'one',
      purpose: { code: asked.purpose },
      data: [{ fields: [{ code: 'birth_name' }] }],
    },
  ]);
  // Told once, however often it is looked at.
  expect(await tellReads(centre.context)).toBe(0);
  const filing = { kind: 'correct', person, reason: 'Ngày vào Đảng ghi sai', register: REGISTER } as const;
  const wish = { ...filing, field: 'admission_date', wanted: '2005-02-14' };
  const by = { account: reader.account, body: null, rule: 'governance/node-itself' };
  const above = fileRequest(centre.context, reader, wish, by);
  await expect(above).rejects.toMatchObject({ kind: { slug: 'subject-kept-elsewhere' }, extras: { body: '99108' } });
  const id = await fileRequest(commune.context, await as(commune, '99108', 'officer'), wish, by);
  const kept = await commune.context.db.rows(
    sql`select r.kind, c.held from governance.subject_request r
      join registers.correction c on c.id = (r.result ->> 'correction')::uuid where r.id = ${id}::uuid`,
  );
  expect(kept).toEqual([{ kind: 'correct', held: '2005-02-14' }]);
});

it('a node speaks only for its own bodies', async () => {
  const { centre, commune } = nodes.all;
  const parcel = {
    id: 'x',
    kind: 'registers.correction-withdrawn',
    from: 'TW',
    to: '99108',
    subject: REGISTER,
    payload: { id: '00000000-0000-4000-8000-000000000000', reason: null },
  };
  const bring = (more: object, origin: string) =>
    receiveParcels(commune.context, travels, { origin, parcels: [{ ...parcel, ...more }] });
  expect(await bring({ id: 'x1', from: '99108' }, centre.name)).toEqual([{ id: 'x1', refused: 'not-yours-to-say' }]);
  expect(await bring({ id: 'x2', to: 'TW' }, centre.name)).toEqual([{ id: 'x2', refused: 'not-at-home-here' }]);
  expect(await bring({ id: 'x3', kind: 'other.thing' }, centre.name)).toEqual([{ id: 'x3', refused: 'unknown-kind' }]);
  expect(await bring({ id: 'x4', payload: {} }, centre.name)).toEqual([{ id: 'x4', refused: 'unreadable' }]);
  // Said again, it is the same answer.
  expect(await bring({ id: 'x4', payload: {} }, centre.name)).toEqual([{ id: 'x4', refused: 'unreadable' }]);
});
