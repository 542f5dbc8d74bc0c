import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { joinedNodes, type JoinedNodes } from '../../../test/harness/federation.ts';
import { ending } from '../../../test/harness/story.ts';
import { call } from '../../platform/http/call.ts';
import { nodeFetch } from './index.ts';
import { getRegistry, ownEntry } from './keep-registry.ts';
import { flowPage, mergeFlows } from './read-flow.ts';
import { nodesPage } from './read-nodes.ts';
import { tellReports, type NodeReport, type ReportedFlow } from './reports-contract.ts';
import { insist, type ReportCheck } from './take-reports.ts';

let nodes: JoinedNodes<'centre' | 'province' | 'commune'>;
beforeAll(async () => {
  nodes = await joinedNodes();
}, 180_000);
afterAll(() => nodes[Symbol.asyncDispose]());

const flow = (from: string, to: string, more: Partial<ReportedFlow> = {}): ReportedFlow => ({
  way: 'feed',
  from,
  to,
  agreement: 'LT-9',
  consumer: '97',
  register: 'members',
  state: 'flowing',
  lag: 0,
  rows: null,
  at: null,
  fault: null,
  ...more,
});
const report = (node: string, more: Partial<NodeReport> = {}): NodeReport => ({
  node,
  at: new Date().toISOString(),
  witnessedAt: null,
  flows: [],
  ...more,
});
const kindOf = async (work: Promise<unknown>) => (await ending(work)).problem['type'];

describe('what nodes below tell', () => {
  it('reaches the root through those between, with the streams that do not touch it', async () => {
    const { centre, province, commune } = nodes.all;
    const witnessedAt = '2026-11-29T08:00:00.000Z';
    const told = report(commune.name, { witnessedAt, flows: [flow(commune.name, province.name)] });
    const taken = await call(nodeFetch(commune.context, province.name), tellReports, { body: { reports: [told] } });
    expect(taken).toEqual({ taken: 1 });
    await nodes.tend();
    await nodes.tend();
    const view = (await nodesPage(centre.context)).nodes.find(({ name }) => name === commune.name);
    expect(view).toMatchObject({ contact: null, told: { by: province.name } });
    const { flows } = await flowPage(province.context);
    expect(flows).toMatchObject([]);
    // What the commune told by itself since then says nothing of that stream: the newest word counts.
    const again = report(commune.name, { witnessedAt, flows: [flow(commune.name, province.name)] });
    await call(nodeFetch(commune.context, province.name), tellReports, { body: { reports: [again] } });
    await nodes.tend();
    const page = await flowPage(centre.context);
    expect(page.flows).toMatchObject([{ from: commune.name, to: province.name, toldBy: commune.name, witnessedAt }]);
    expect(page.nodes.find(({ name }) => name === commune.name)?.heardAt).not.toBeNull();
    // An older one, late on its way, changes nothing.
    const old = report(commune.name, { at: '2026-11-29T08:00:00.000Z' });
    const late = await call(nodeFetch(commune.context, province.name), tellReports, { body: { reports: [old] } });
    expect(late).toEqual({ taken: 0 });
  });

  it('is of themselves and of those below them only', async () => {
    const { centre, province, commune } = nodes.all;
    const tell = (one: NodeReport) =>
      kindOf(call(nodeFetch(commune.context, province.name), tellReports, { body: { reports: [one] } }));
    const refused = '/problems/exchange/report-of-others';
    expect(await tell(report(province.name))).toBe(refused);
    expect(await tell(report('node-00000000.artery'))).toBe(refused);
    expect(await tell(report(commune.name, { flows: [flow(centre.name, province.name)] }))).toBe(refused);
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    expect(await tell(report(commune.name, { at: tomorrow }))).toBe('/problems/exchange/node-clock-off');
    // Nobody tells a node that does not stand above.
    const sideways = call(nodeFetch(commune.context, centre.name), tellReports, {
      body: { reports: [report(commune.name)] },
    });
    expect(await kindOf(sideways)).toBe(refused);
  });

  it.each<[ReportCheck, (names: Record<'centre' | 'province' | 'commune', string>) => NodeReport]>([
    ['below', ({ province }) => report(province)],
    ['own-flows', ({ centre, province, commune }) => report(commune, { flows: [flow(centre, province)] })],
    ['clock', ({ commune }) => report(commune, { at: '2099-01-01T00:00:00.000Z' })],
  ])('the twin: without the check %s it would be taken', async (check, make) => {
    const { centre, province, commune } = nodes.all;
    const { registry } = await getRegistry(province.context.db);
    const from = ownEntry(registry, commune.name);
    if (!from) throw new Error('the commune is not in the registry');
    const asked = { registry, from, now: new Date() };
    const made = make({ centre: centre.name, province: province.name, commune: commune.name });
    expect(() => insist(made, asked)).toThrow();
    expect(() => insist(made, asked, [check])).not.toThrow();
  });
});

describe('one line a stream', () => {
  const [a, b] = ['node-aaaaaaaa.artery', 'node-bbbbbbbb.artery'];
  it('is what is seen here, else what the receiver told, else the sender; rows come from who has them', () => {
    const sender = report(a, { flows: [flow(a, b, { lag: 3, state: 'behind' })] });
    const receiver = report(b, { flows: [flow(a, b, { rows: 12 })] });
    expect(mergeFlows([], [sender])).toMatchObject([{ toldBy: a, flow: { lag: 3, rows: null } }]);
    expect(mergeFlows([], [sender, receiver])).toMatchObject([{ toldBy: b, flow: { lag: 0, rows: 12 } }]);
    const seen = flow(a, b, { lag: 1, state: 'behind' });
    expect(mergeFlows([seen], [sender, receiver])).toMatchObject([{ toldBy: null, flow: { lag: 1, rows: 12 } }]);
    expect(mergeFlows([], [receiver, report(a, { flows: [flow(a, b, { agreement: 'LT-8' })] })])).toHaveLength(2);
  });
});
