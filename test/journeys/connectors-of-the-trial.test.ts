/** The trial's connectors over HTTP, as its people use them: one writes, another approves, a file is taken. */
import { copyFileSync, mkdirSync, readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wholeNode, type Visitor, type WholeNode } from '../harness/whole-node.ts';
import * as connectors from '../../src/exchange/connectors/connector-contract.ts';
import * as webhooks from '../../src/exchange/webhooks/webhook-contract.ts';
import { call } from '../../src/platform/http/call.ts';

let node: WholeNode;
let steward: Visitor;
let developer: Visitor;
let officer: Visitor;
beforeAll(async () => {
  node = await wholeNode();
  [steward, developer, officer] = [await node.enter('tinh'), await node.enter('lapTrinh'), await node.enter('xa')];
}, 180_000);
afterAll(() => node[Symbol.asyncDispose]());

describe('the connectors of the trial', () => {
  it('stand where their people see them, each with the reason why not', async () => {
    const { items } = await call(steward.send, connectors.listConnectors, {});
    expect(items.map(({ code, state }) => [code, state])).toEqual([['dong-lau-tep', 'active']]);
    const office = await node.enter('vanphong');
    const all = await call(office.send, connectors.listConnectors, {});
    expect(all.items.map(({ code, state }) => [code, state])).toEqual([
      ['dong-lau-tep', 'active'],
      ['phan-mem-dang-vien', 'waiting'],
    ]);
    const waiting = await call(office.send, connectors.getConnector, { params: { connector: 'phan-mem-dang-vien' } });
    expect(waiting).toMatchObject({
      secrets: [{ name: 'phan-mem-dang-vien', there: false }],
      may: { approve: { ok: true } },
    });
    expect(waiting.may.run.ok).toBe(false);
  });

  it('take a file that somebody drops, and give it back with what to review', async () => {
    const place = join(node.config.dropDir, 'dong-lau');
    mkdirSync(place, { recursive: true });
    copyFileSync(join(node.files, 'danh-sach-dong-lau-q4.xlsx'), join(place, 'quy.xlsx'));
    utimesSync(join(place, 'quy.xlsx'), new Date(0), new Date(0));
    const params = { connector: 'dong-lau-tep' };
    const { runs } = await call(officer.send, connectors.runConnector, { params, body: {} });
    // The same figures as when the officer sends it by hand.
    expect(runs).toMatchObject([{ file: 'quy.xlsx', outcome: 'stored', rows: 620, new: 600, wrong: 20 }]);
    expect(readdirSync(join(place, 'done')).sort()).toEqual(['quy.xlsx', 'quy.xlsx.review.xlsx']);
  });

  it('are written by one and approved by another; who may not is told why', async () => {
    const body = {
      ...{ names: { en: 'Files' }, kind: 'folder' as const, settings: { folder: 'ben-soi' }, hosts: [] },
      ...{ register: 'dang-vien', body: '99108', everyMinutes: 60 },
    };
    const params = { connector: 'ben-soi' };
    const made = await call(developer.send, connectors.writeConnector, { params, body });
    expect(made).toMatchObject({ state: 'waiting', may: { approve: { ok: false } } });
    const approval = { params, body: { hosts: [] } };
    await expect(call(officer.send, connectors.approveConnector, approval)).rejects.toMatchObject({ status: 403 });
    await expect(call(developer.send, connectors.approveConnector, approval)).rejects.toMatchObject({ status: 403 });
    expect(await call(steward.send, connectors.approveConnector, approval)).toMatchObject({ state: 'active' });
    // Another commune's connector and none read the same.
    const other = await call(officer.send, connectors.getConnector, { params }).catch((error: unknown) => error);
    const none = await call(officer.send, connectors.getConnector, { params: { connector: 'none' } }).catch(
      (error: unknown) => error,
    );
    expect(other).toMatchObject({ status: 404 });
    expect((other as Error).message).toBe((none as Error).message);
    await expect(
      call(developer.send, connectors.writeConnector, { params, body: { ...body, settings: { folder: '../etc' } } }),
    ).rejects.toMatchObject({ status: 422 });
  });
});

describe('the webhook of the trial', () => {
  it('waits for approval, and sends nothing until then', async () => {
    const { items, publicKey } = await call(steward.send, webhooks.listWebhooks, {});
    expect(items).toMatchObject([{ code: 'so-mau-97', state: 'waiting', waiting: 0, delivered: 0 }]);
    expect(publicKey).toMatch(/^whpk_/);
    await expect(call(officer.send, webhooks.getWebhook, { params: { webhook: 'so-mau-97' } })).rejects.toMatchObject({
      status: 404,
    });
  });
});
