/** An appeal over three nodes: asked in the commune, refused at the data manager's, decided at the node of the body above. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { joinedNodes, type JoinedNode, type JoinedNodes } from '../harness/federation.ts';
import { findBody, type Author } from '../../src/bodies/index.ts';
import { receiveParcels } from '../../src/exchange/delivery/receive-parcels.ts';
import { sendParcels } from '../../src/exchange/delivery/send-parcels.ts';
import { appealRequest } from '../../src/governance/requests/appeal-request.ts';
import { decideAppeal } from '../../src/governance/requests/decide-appeal.ts';
import { decidePart } from '../../src/governance/requests/decide-part.ts';
import type { Demand } from '../../src/governance/requests/model.ts';
import { requestPage } from '../../src/governance/requests/read-requests.ts';
import { withdrawRequest } from '../../src/governance/requests/withdraw-request.ts';
import { writeRequest } from '../../src/governance/requests/write-request.ts';
import { findRequest } from '../../src/governance/index.ts';
import { agreementTravel } from '../../src/governance/travel/agreements.ts';
import { MADE } from '../../src/governance/travel/appeals.ts';
import { requestTravel } from '../../src/governance/travel/requests.ts';
import { readerOf } from '../../src/governance/travel/take-asked.ts';
import { sql } from '../../src/platform/db/sql.ts';

const travels = [agreementTravel, requestTravel];
const rule = 'governance/node-itself';
const system = { account: 's', name: 's', kind: 'system' as const, body: null, roles: [], language: 'vi' };
let nodes: JoinedNodes<'centre' | 'office' | 'commune'>;
beforeAll(async () => {
  const seats = {
    centre: { bodies: [] },
    office: { bodies: ['TW-BTC'], parent: 'centre' },
    commune: { bodies: ['99108'], parent: 'centre' },
  };
  nodes = await joinedNodes({ nodes: seats, profile: 'vn-federation' });
}, 600_000);
afterAll(() => nodes[Symbol.asyncDispose]());

async function carry() {
  const { centre, office, commune } = nodes.all;
  for (const node of [commune, office, centre, office, commune]) {
    await node.running?.settled();
    await sendParcels(node.context, travels);
  }
  for (const node of [commune, office, centre]) await node.running?.settled();
}

const demand: Demand = {
  ...{ purpose: 'doi-chieu-ho-so', purposeText: 'Đối chiếu', basis: 'luat-du-lieu-11', citation: 'Điều 11' },
  ...{ elements: 'all', rows: 'own-tree', condition: null, mode: 'query', volume: '200', quota: 200 },
  ...{ quotaPeriod: 'month', from: '2027-01-01', to: '2027-12-31', recipient: 'Văn phòng', retention: '1 năm' },
  ...{ contact: 'Văn phòng', microData: false, noReidentification: true, impactAssessment: '01' },
} as const;
const names = { vi: 'Đối chiếu đảng viên' };

const authorAt = async ({ context: { db } }: JoinedNode, code: string, account: string): Promise<Author> => ({
  account,
  body: (await findBody(db, code))?.id ?? 0,
  rule,
});
const asker = () => authorAt(nodes.all.commune, '99108', 'officer');

async function appealed(): Promise<string> {
  const { commune, office } = nodes.all;
  const by = await asker();
  const written = { register: 'dang-vien', body: by.body ?? 0, names, demand, draft: false };
  const { code } = await writeRequest(commune.context, written, by, readerOf(commune.context));
  await carry();
  const { reasons } = await requestPage(office.context, system, code, readerOf(office.context));
  const refusal = { allowed: false, reason: reasons[0]?.code ?? '', text: 'Ít hơn là đủ' };
  const manager = await authorAt(office, 'TW-BTC', 'manager');
  await decidePart(office.context, { code, part: 'content', ...refusal }, manager, readerOf(office.context));
  await carry();
  await appealRequest(commune.context, { code, text: 'Cần đủ' }, by);
  return code;
}

const stages = (code: string) =>
  Promise.all(
    [nodes.all.commune, nodes.all.office, nodes.all.centre].map(
      async ({ context: { db } }) => (await findRequest(db, code))?.stage,
    ),
  );
const owedAt = async ({ context: { db } }: JoinedNode, code: string) =>
  (
    await db.rows<{ kind: string }>(
      sql`select kind from platform.work_item where subject = ${code} and state = 'open' order by kind`,
    )
  ).map(({ kind }) => kind);

it('comes to the node of the body above, is decided there, and carried out at the data manager’s', async () => {
  const { centre, office } = nodes.all;
  const code = await appealed();
  // The twin: before the appeal has come there, nobody above owes anything.
  expect(await owedAt(centre, code)).toEqual([]);
  await carry();
  expect(await stages(code)).toEqual(['appealed', 'appealed', 'appealed']);
  expect(await owedAt(centre, code)).toEqual(['governance.request-appeal']);
  expect(await owedAt(office, code)).toEqual([]);
  const page = await requestPage(centre.context, system, code, readerOf(centre.context));
  expect(page).toMatchObject({ home: office.name, appealHome: null, appeal: { text: 'Cần đủ', body: { code: 'TW' } } });
  const yes = { code, allowed: true, reason: null, text: '' };
  await expect(decideAppeal(office.context, yes, await authorAt(office, 'TW', 'x'))).rejects.toMatchObject({
    kind: { slug: 'decided-elsewhere' },
    extras: { node: centre.name },
  });
  const above = await authorAt(centre, 'TW', 'leader');
  await decideAppeal(centre.context, yes, above);
  expect(await owedAt(centre, code)).toEqual([]);
  await expect(decideAppeal(centre.context, yes, above)).rejects.toMatchObject({ kind: { slug: 'request-moved-on' } });
  await carry();
  expect(await stages(code)).toEqual(['deciding', 'deciding', 'deciding']);
  const said = { code, part: 'security' as const, allowed: true, reason: null, text: '' };
  await decidePart(office.context, said, await authorAt(office, 'TW-BTC', 'technical'), readerOf(office.context));
  await carry();
  await expect.poll(() => stages(code), { timeout: 20_000 }).toEqual(['granted', 'granted', 'granted']);
}, 240_000);

it('is not owed above any more when the asker takes the request back', async () => {
  const { centre, commune } = nodes.all;
  const code = await appealed();
  await carry();
  expect(await owedAt(centre, code)).toEqual(['governance.request-appeal']);
  await withdrawRequest(commune.context, code, await asker());
  await carry();
  expect(await stages(code)).toEqual(['withdrawn', 'withdrawn', 'withdrawn']);
  expect(await owedAt(centre, code)).toEqual([]);
}, 240_000);

it('is decided by nobody but the body above, and an appeal is told by nobody but the data manager', async () => {
  const { centre, office, commune } = nodes.all;
  const code = await appealed();
  await carry();
  const payload = { code, allowed: true, reason: null, text: '', on: '2027-01-01' };
  const decided = { id: 'x1', kind: 'governance.appeal-decided', from: '99108', to: 'TW-BTC', subject: code, payload };
  const bring = (at: JoinedNode, origin: JoinedNode, parcel: typeof decided | object) =>
    receiveParcels(at.context, travels, { origin: origin.name, parcels: [parcel as typeof decided] });
  expect(await bring(office, commune, decided)).toEqual([{ id: 'x1', refused: 'not-yours-to-say' }]);
  // The twin: the same words by the body above are taken.
  const [made] = await centre.context.db.rows<{ payload: object }>(
    sql`select payload from exchange.parcel_in where kind = ${MADE} and subject = ${code}`,
  );
  const forged = { id: 'x2', kind: MADE, from: '99108', to: 'TW', subject: code, payload: made?.payload };
  expect(await bring(centre, commune, forged)).toEqual([{ id: 'x2', refused: 'not-yours-to-say' }]);
  expect(await stages(code)).toEqual(['appealed', 'appealed', 'appealed']);
  // A body that was merged into another is spoken for by that one, and by nobody else.
  const merged = async (code: string) =>
    (
      await office.context.db.rows<{ id: number }>(
        sql`select id from bodies.body where code = ${code} order by id limit 1`,
      )
    )[0]?.id ?? 0;
  const above = (await findRequest(office.context.db, code))?.appeal?.body ?? 0;
  const putAbove = (body: number) =>
    office.context.db.run(sql`update governance.request
      set appeal = jsonb_set(appeal, '{body}', to_jsonb(${body}::int)) where code = ${code}`);
  await putAbove(await merged('99108-39'));
  const refused = { ...decided, id: 'x4', payload: { ...payload, allowed: false, reason: 'not-listed' } };
  expect(await bring(office, commune, refused)).toEqual([{ id: 'x4', refused: 'not-yours-to-say' }]);
  const heir = { ...refused, id: 'x5', from: '99108-01' };
  expect(await bring(office, commune, heir)).toEqual([{ id: 'x5', refused: 'reason-unknown' }]);
  await putAbove(above);
  expect(await bring(office, centre, { ...decided, id: 'x3', from: 'TW' })).toEqual([{ id: 'x3', refused: null }]);
  expect((await findRequest(office.context.db, code))?.stage).toBe('deciding');
}, 240_000);
