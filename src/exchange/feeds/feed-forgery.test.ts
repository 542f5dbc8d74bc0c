/** T1: a change feed that was forged or altered on the way, or by whoever serves it, is not taken. */
import { beforeAll, describe, expect, it } from 'vitest';
import { generateKeyPairSync, sign } from 'node:crypto';
import { changeRecord, openFeedNode, subscribeTo, type FeedNode } from '../../../test/harness/feeds.ts';
import { callRaw } from '../../platform/http/call.ts';
import { rawPublicKey, signCheckpoint } from '../../platform/ledger/checkpoint.ts';
import {
  MalformedPageError,
  newSubscription,
  stepConsumer,
  type ConsumerState,
  type Ports,
} from '../protocol/index.ts';
import { openStreamCheckpoint } from './checkpoints.ts';
import { readPages } from './contract.ts';
import { originOfLog } from './model.ts';
import { PACKED_PAGES, PAGES } from './media.ts';
import { readAnswer } from './wire.ts';

const MUTATIONS = 10_000;

let commune: FeedNode;
let answer: Buffer;
let packed: Buffer;
let state: ConsumerState;
beforeAll(async () => {
  commune = await openFeedNode(['A', 'B']);
  const centre = await openFeedNode(['C', 'DM']);
  await commune.load('A', [1, 2, 3]);
  const feed = await subscribeTo(centre, commune, 'F-C', 'C');
  await feed.pull();
  for (const name of ['Second', 'Third']) await changeRecord(commune, 1, { full_name: name });
  await commune.settle();
  const ask = (limit: number, accept: string) =>
    callRaw(commune.send, readPages, {
      params: { stream: 1 },
      query: { epoch: 1, from: 0, limit },
      headers: { 'x-test-voucher': 'F-C/C', accept },
    });
  const bytesOf = async (limit: number, accept: string) => Buffer.from(await (await ask(limit, accept)).arrayBuffer());
  // Pages are read while others are cut: until all three are there and signed.
  for (let there = 0; there < 3; await commune.settle()) {
    const all = await readAnswer(await bytesOf(3, PAGES));
    there = all.type === 'pages' && all.proof.length === 0 ? all.pages.length : 0;
  }
  // Two of three pages: what is signed goes further, and a proof stands between.
  answer = await bytesOf(2, PAGES);
  packed = await bytesOf(2, PACKED_PAGES);
  const stream = `${commune.keys.node}/stream/F-C/1`;
  state = { ...newSubscription(stream), cursor: { epoch: 1, size: 0 } };
});

const registryPorts = (): Ports => ({
  open: (stream, note) =>
    openStreamCheckpoint(stream, note, [{ name: commune.keys.node, publicKey: commune.keys.publicKey }]),
});

/** The lines that would be applied; undefined when the answer is not taken. */
async function linesTaken(bytes: Buffer, ports: Ports): Promise<string | undefined> {
  try {
    const step = stepConsumer(state, { type: 'answered', answer: await readAnswer(bytes) }, ports);
    const apply = step.effects.find((effect) => effect.type === 'apply');
    return apply && apply.pages.map(({ body }) => body.toString()).join('');
  } catch (error) {
    if (error instanceof MalformedPageError) return undefined;
    throw error;
  }
}

/** mulberry32: the same mutations every time. */
function random(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Where each kind of byte stands in the answer. */
function classes(): Readonly<Record<string, readonly [number, number]>> {
  const at = (text: string, from = 0): [number, number] => {
    const begin = answer.indexOf(text, from);
    return [begin, begin + text.length];
  };
  const head = answer.indexOf('\n');
  const header = answer.indexOf('\n', head + 1);
  const salt = answer.indexOf('\n', header + 1);
  const [firstLine] = at('+\t', salt);
  const [, second] = at('\n{', salt);
  return {
    head: [0, head],
    'the note and its signature': [answer.indexOf('"note"'), answer.indexOf('"proof"')],
    'the proof': [answer.indexOf('"proof"'), head],
    'a page’s header': [head + 1, header],
    'a page’s salt': [header + 1, salt],
    'a page’s lines': [firstLine, second - 1],
    'idx and epoch': [answer.indexOf('"epoch"', head), answer.indexOf('"idx"') + 7],
    'the last page': [second - 1, answer.length],
  };
}

describe('feed-forgery', () => {
  it('takes the answer as it was given', async () => {
    expect((await linesTaken(answer, registryPorts()))?.split('\n')).toHaveLength(5);
    expect(await linesTaken(packed, registryPorts())).toBe(await linesTaken(answer, registryPorts()));
  });

  it(`takes none of ${String(MUTATIONS)} answers of which one byte was changed, of every kind of byte`, async () => {
    const next = random(20261129);
    const kinds = Object.entries(classes());
    const taken: string[] = [];
    for (let i = 0; i < MUTATIONS; i++) {
      const [kind, [from, to]] = kinds[i % kinds.length] as (typeof kinds)[number];
      const place = from + Math.floor(next() * (to - from));
      const bytes = Buffer.from(answer);
      bytes[place] = (bytes[place] as number) ^ (1 << Math.floor(next() * 8));
      if ((await linesTaken(bytes, registryPorts())) !== undefined) taken.push(`${kind} at ${String(place)}`);
    }
    expect(taken).toEqual([]);
  }, 120_000);

  it('takes no other lines from a packed answer of which one byte was changed', async () => {
    const next = random(7);
    const genuine = await linesTaken(answer, registryPorts());
    const others: string[] = [];
    for (let i = 0; i < 2000; i++) {
      const bytes = Buffer.from(packed);
      const place = Math.floor(next() * bytes.length);
      bytes[place] = (bytes[place] as number) ^ (1 << Math.floor(next() * 8));
      const taken = await linesTaken(bytes, registryPorts());
      // A frame has bits that say nothing of its content.
      if (taken !== undefined && taken !== genuine) others.push(taken);
    }
    expect(others).toEqual([]);
  }, 120_000);

  it('takes no page that another key signed, nor one of another stream, place or epoch', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const key = {
      name: commune.keys.node,
      publicKey: rawPublicKey(publicKey.export({ type: 'spki', format: 'der' })),
    };
    const genuine = await readAnswer(answer);
    if (genuine.type !== 'pages') throw new Error('pages were expected');
    const opened = registryPorts().open(state.stream, genuine.note);
    const forged = signCheckpoint(
      { origin: originOfLog(state.stream, 1), size: opened?.size ?? 0, root: opened?.root ?? Buffer.alloc(32) },
      key,
      (text) => sign(null, text, privateKey),
    );
    const faultOf = (given: typeof genuine, own: ConsumerState = state) =>
      stepConsumer(own, { type: 'answered', answer: given }, registryPorts()).effects.map((effect) =>
        effect.type === 'report' ? effect.fault : effect.type,
      );
    expect(faultOf({ ...genuine, note: forged })).toEqual(['not-signed']);
    expect(faultOf({ ...genuine, pages: genuine.pages.toReversed() })).toEqual(['out-of-place']);
    expect(faultOf(genuine, { ...state, stream: `${state.stream}0` })).toEqual(['not-ours']);
  });

  it('the twin: were the signature not held against the registry’s key, altered lines would be taken', async () => {
    // Whoever serves the pages signs whatever log makes them true: only the key stands in the way.
    const trusting: Ports = { open: registryPorts().open };
    const genuine = await readAnswer(answer);
    if (genuine.type !== 'pages') throw new Error('pages were expected');
    const believed: Ports = {
      open: (_stream, note) =>
        ({ epoch: 1, size: 0, root: Buffer.alloc(32), ...(JSON.parse(note) as object), note }) as never,
    };
    expect(trusting.open(state.stream, '{"size":1}')).toBeUndefined();
    const { newFrontier } = await import('../../platform/ledger/merkle.ts');
    const { leafOf, recordRoot, linesOf } = await import('../protocol/index.ts');
    const [page] = genuine.pages;
    if (!page) throw new Error('a page was expected');
    const body = Buffer.from(page.body.toString('utf8').replace('Member', 'Forged'));
    const altered = { ...page, body, header: { ...page.header, root: recordRoot(linesOf(body)).toString('base64') } };
    const log = newFrontier();
    log.push(leafOf(altered));
    const note = JSON.stringify({ size: 1 });
    const lie: Ports = { open: (stream, text) => ({ ...believed.open(stream, text), root: log.root() }) as never };
    const given = { ...genuine, pages: [altered], proof: [], note };
    const step = stepConsumer(state, { type: 'answered', answer: given }, lie);
    expect(step.effects.map(({ type }) => type)).toEqual(['apply']);
    expect(stepConsumer(state, { type: 'answered', answer: given }, registryPorts()).effects).toMatchObject([
      { type: 'report', fault: 'not-signed' },
    ]);
  });
});
