/** A request between nodes: written in the commune, decided at the centre; questions, decision, refusal and appeal come back. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { joinedNodes, type JoinedNode, type JoinedNodes } from '../harness/federation.ts';
import { findBody, type Author } from '../../src/bodies/index.ts';
import { receiveParcels } from '../../src/exchange/delivery/receive-parcels.ts';
import { sendParcels } from '../../src/exchange/delivery/send-parcels.ts';
import { appealRequest } from '../../src/governance/requests/appeal-request.ts';
import { askBack } from '../../src/governance/requests/ask-back.ts';
import { decideAppeal } from '../../src/governance/requests/decide-appeal.ts';
import { decidePart } from '../../src/governance/requests/decide-part.ts';
import type { Demand } from '../../src/governance/requests/model.ts';
import { requestPage } from '../../src/governance/requests/read-requests.ts';
import { withdrawRequest } from '../../src/governance/requests/withdraw-request.ts';
import { rewriteRequest, writeRequest } from '../../src/governance/requests/write-request.ts';
import { findRequest, listAgreements, listGrants } from '../../src/governance/index.ts';
import { agreementTravel } from '../../src/governance/travel/agreements.ts';
import { requestTravel } from '../../src/governance/travel/requests.ts';
import { readerOf } from '../../src/governance/travel/take-asked.ts';
import { sql } from '../../src/platform/db/sql.ts';

const travels = [agreementTravel, requestTravel];
const rule = 'governance/node-itself';
let nodes: JoinedNodes<'centre' | 'commune'>;
beforeAll(async () => {
  const seats = { centre: { bodies: [] }, commune: { bodies: ['99108'], parent: 'centre' } };
  nodes = await joinedNodes({ nodes: seats, profile: 'vn-federation' });
}, 600_000);
afterAll(() => nodes[Symbol.asyncDispose]());

async function carry() {
  const { centre, commune } = nodes.all;
  for (const node of [commune, centre, commune]) {
    await node.running?.settled();
    await sendParcels(node.context, travels);
  }
  for (const node of [commune, centre]) await node.running?.settled();
}

const demand: Demand = {
  ...{ purpose: 'doi-chieu-ho-so', purposeText: 'Đối chiếu', basis: 'luat-du-lieu-11', citation: 'Điều 11' },
  ...{ elements: 'all', rows: 'own-tree', condition: null, mode: 'query', volume: '200', quota: 200 },
  ...{ quotaPeriod: 'month', from: '2027-01-01', to: '2027-12-31', recipient: 'Văn phòng', retention: '1 năm' },
  ...{ contact: 'Văn phòng', microData: false, noReidentification: true, impactAssessment: '01' },
} as const;
const names = { vi: 'Đối chiếu đảng viên' };

const bodyAt = async ({ context: { db } }: JoinedNode, code: string) => (await findBody(db, code))?.id ?? 0;
async function asker(): Promise<Author> {
  return { account: 'officer', body: await bodyAt(nodes.all.commune, '99108'), rule };
}
const at = (account: string): Author => ({ account, body: 1, rule });

async function ask(): Promise<string> {
  const { context } = nodes.all.commune;
  const by = await asker();
  const written = { register: 'dang-vien', body: by.body ?? 0, names, demand, draft: false };
  const { code } = await writeRequest(context, written, by, readerOf(context));
  await carry();
  return code;
}

const decide = (code: string, part: 'content' | 'security', allowed: boolean) => {
  const { context } = nodes.all.centre;
  const said = allowed ? { allowed, reason: null, text: '' } : { allowed, reason: 'qua-rong', text: 'Ít hơn là đủ' };
  return decidePart(context, { code, part, ...said }, at(part), readerOf(context));
};

const stages = (code: string) =>
  Promise.all(
    [nodes.all.commune, nodes.all.centre].map(async ({ context: { db } }) => (await findRequest(db, code))?.stage),
  );
const owedAt = async ({ context: { db } }: JoinedNode, code: string) =>
  (
    await db.rows<{ kind: string }>(
      sql`select kind from platform.work_item where subject = ${code} and state = 'open' order by kind`,
    )
  ).map(({ kind }) => kind);

it('is written in the commune, asked back and granted at the centre; the agreement and its grant come along', async () => {
  const { centre, commune } = nodes.all;
  const code = await ask();
  // Two nodes never give one number.
  expect(code).toMatch(/-99108$/);
  expect(await stages(code)).toEqual(['deciding', 'deciding']);
  expect(await owedAt(centre, code)).toEqual(['governance.request-content', 'governance.request-security']);
  expect(await owedAt(commune, code)).toEqual([]);
  const caller = {
    account: 'officer',
    name: 'o',
    kind: 'person' as const,
    language: 'vi',
    roles: ['officer' as const],
  };
  const officer = { ...caller, body: (await asker()).body };
  expect(await requestPage(commune.context, officer, code, readerOf(commune.context))).toMatchObject({
    home: centre.name,
    manager: { code: 'TW-BTC' },
  });
  const elsewhere = { kind: { slug: 'decided-elsewhere' }, extras: { node: centre.name } };
  const here = decidePart(
    commune.context,
    { code, part: 'content', allowed: true, reason: null, text: '' },
    at('x'),
    readerOf(commune.context),
  );
  await expect(here).rejects.toMatchObject(elsewhere);
  await expect(withdrawRequest(centre.context, code, at('x'))).rejects.toMatchObject({
    kind: { slug: 'decided-elsewhere' },
    extras: { node: commune.name },
  });
  await askBack(centre.context, { code, words: 'Ai đọc?' }, at('content'));
  await carry();
  expect(await stages(code)).toEqual(['asked-back', 'asked-back']);
  expect(await owedAt(commune, code)).toEqual(['governance.request-answer']);
  const seen = await requestPage(commune.context, officer, code, readerOf(commune.context));
  expect(seen.notes).toMatchObject([{ kind: 'question', words: 'Ai đọc?' }]);
  const answered = { code, names, draft: false, answer: 'Một người', demand: { ...demand, quota: 100 } };
  await rewriteRequest(commune.context, answered, await asker(), readerOf(commune.context));
  await carry();
  expect(await stages(code)).toEqual(['deciding', 'deciding']);
  await decide(code, 'content', true);
  await decide(code, 'security', true);
  await carry();
  await expect.poll(() => stages(code), { timeout: 20_000 }).toEqual(['granted', 'granted']);
  const agreement = (await listAgreements(commune.context.db)).find(({ request }) => request === code);
  expect(agreement).toMatchObject({ quota: 100, state: 'active' });
  const grants = (await listGrants(commune.context.db)).filter((one) => one.agreement === agreement?.code);
  expect(grants.map(({ consumer }) => consumer)).toEqual([await bodyAt(commune, '99108')]);
}, 240_000);

it('is refused with the reason, appealed, and granted after all; another is withdrawn', async () => {
  const { centre, commune } = nodes.all;
  const code = await ask();
  const { reasons } = await requestPage(
    centre.context,
    { account: 's', name: 's', kind: 'system', body: null, roles: [], language: 'vi' },
    code,
    readerOf(centre.context),
  );
  const reason = reasons[0]?.code ?? '';
  const refusal = { code, part: 'content' as const, allowed: false, reason, text: 'Ít hơn là đủ' };
  await decidePart(centre.context, refusal, at('content'), readerOf(centre.context));
  await carry();
  expect(await stages(code)).toEqual(['refused', 'refused']);
  expect((await findRequest(commune.context.db, code))?.content).toMatchObject({ reason, text: 'Ít hơn là đủ' });
  await appealRequest(commune.context, { code, text: 'Cần đủ' }, await asker());
  await carry();
  expect(await stages(code)).toEqual(['appealed', 'appealed']);
  await decideAppeal(centre.context, { code, allowed: true, reason: null, text: '' }, at('above'));
  await decide(code, 'security', true);
  await carry();
  await expect.poll(() => stages(code), { timeout: 20_000 }).toEqual(['granted', 'granted']);
  const other = await ask();
  await withdrawRequest(commune.context, other, await asker());
  await carry();
  expect(await stages(other)).toEqual(['withdrawn', 'withdrawn']);
  expect(await owedAt(centre, other)).toEqual([]);
}, 240_000);

it('what only the asker or the decider may say is refused from others; what cannot be judged there comes back with words', async () => {
  const { centre, commune } = nodes.all;
  const code = await ask();
  const stands = (more: object, id: string) => ({
    ...{ id, kind: 'governance.request-stands', from: 'TW', to: '99108', subject: code },
    payload: {
      ...{ code, at: { epoch: 9, position: 9 }, kind: 'on-request', stage: 'granted', asked: '2027-01-01' },
      ...{ decided: null, outcome: null, reason: null, contentDue: null, securityDue: null, calendar: null },
      ...{ stoppedOn: null, agreement: null, content: null, security: null, appeal: null, questions: [], ...more },
    },
  });
  const bring = (parcel: ReturnType<typeof stands>) =>
    receiveParcels(commune.context, travels, { origin: centre.name, parcels: [parcel] });
  // The centre speaks for TW, which is not the data manager of this register.
  expect(await bring(stands({}, 'r1'))).toEqual([{ id: 'r1', refused: 'not-yours-to-say' }]);
  expect(await bring(stands({ stage: 'soon' }, 'r2'))).toEqual([{ id: 'r2', refused: 'unreadable' }]);
  const known = { ...stands({ agreement: 'none' }, 'r3'), from: 'TW-BTC' };
  expect(await bring(known)).toMatchObject([{ waitsFor: 'unknown-agreement' }]);
  expect((await findRequest(commune.context.db, code))?.stage).toBe('deciding');
  await centre.context.db.run(sql`update governance.register set state = 'draft' where name = 'dang-vien'`);
  const refused = await ask();
  await centre.context.db.run(sql`update governance.register set state = 'published' where name = 'dang-vien'`);
  expect(await stages(refused)).toEqual(['draft', undefined]);
  const notes = await commune.context.db.rows<{ words: string }>(
    sql`select words from governance.request_note where request = ${refused}`,
  );
  expect(notes).toHaveLength(1);
  expect(notes[0]?.words).not.toContain('notTaken');
}, 240_000);
