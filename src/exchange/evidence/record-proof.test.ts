/** One received record, proved with its provider gone; and streams as logs that are witnessed. */
import { beforeAll, describe, expect, it } from 'vitest';
import { changeRecord, openFeedNode, subscribeTo, type FeedNode } from '../../../test/harness/feeds.ts';
import { askWitness } from './ask-witness.ts';
import type { Peer } from './model.ts';
import { parsePolicy } from './policy.ts';
import { parseProof, printProof, verifyProof } from './proof-file.ts';
import { proveReceived } from './prove-received.ts';
import { proveRecord, streamLogs } from './stream-logs.ts';
import { addCheckpoint } from './witness.ts';

let commune: FeedNode;
let centre: FeedNode;
let witness: Peer;
const nobody = { witnesses: [], least: 0 };
beforeAll(async () => {
  commune = await openFeedNode(['A', 'B']);
  centre = await openFeedNode(['C', 'DM']);
  await commune.load(
    'A',
    Array.from({ length: 700 }, (_, i) => i + 1),
  );
  await (await subscribeTo(centre, commune, 'F-C', 'C')).pull();
  // The centre, which receives the stream, witnesses it as well.
  const { db, clock } = centre.context;
  const { node, publicKey } = commune.keys;
  const deps = {
    db,
    clock,
    keys: centre.keys,
    logKeys: (origin: string) => Promise.resolve(origin.startsWith(`${node}/`) ? [{ name: node, publicKey }] : []),
    fenced: () => Promise.resolve(false),
  };
  witness = {
    name: centre.keys.node,
    publicKey: centre.keys.publicKey,
    keys: [centre.keys.publicKey],
    relation: 'parent',
    send: async (_url, init) => {
      const { status, body } = await addCheckpoint(deps, init.body as string);
      return new Response(body, { status });
    },
  };
});

const logs = () => streamLogs(commune.context.db, commune.keys, [witness.name]);
const trusted = () => ({ witnesses: [witness], least: 1 });
const proofOf = (record: string) =>
  proveRecord(commune.context.db, commune.keys, { register: 'members', record, trusted: trusted() });

describe('a stream as a log', () => {
  it('is shown to witnesses when it grew, and not when it did not', async () => {
    const [log] = await logs();
    expect(log?.origin).toMatch(/\/stream\/F-C\/\d+\/e1$/);
    expect(await askWitness(commune.context, log!, witness)).toMatchObject({ kind: 'cosigned' });
    expect(await logs()).toEqual([]);
    await changeRecord(commune, 7, { full_name: 'Changed' });
    await (await subscribeTo(centre, commune, 'F-C', 'C')).pull();
    const [grown] = await logs();
    expect(await askWitness(commune.context, grown!, witness)).toMatchObject({ kind: 'cosigned' });
  });
});

describe('one received record', () => {
  it('is proved by a file that needs nobody: record, page, stream, witness', async () => {
    const members = await centre.members();
    for (const member of [
      members[0]!,
      members[350]!,
      members.at(-1)!,
      members.find(({ name }) => name === 'Changed')!,
    ]) {
      const text = (await proofOf(member.record)) ?? '';
      const verdict = verifyProof(text);
      expect(verdict).toMatchObject({ ok: true, cosigned: [{ name: witness.name }] });
      // The line itself says which record, in which version, with which values.
      const [sign, record, version, , ...values] = verdict.proof!.content.split('\t');
      expect([sign, record, version]).toEqual(['+', member.record, String(member.version)]);
      expect(values).toContain(member.name);
    }
  });

  it('is not proved with another value, another page or another record', async () => {
    const [one, other] = await centre.members();
    const proof = parseProof((await proofOf(one!.record)) ?? '');
    const policy = parsePolicy(proof.policy);
    const verdict = (changes: object) => verifyProof(printProof({ ...proof, ...changes }), policy).fault;
    expect(verdict({ content: proof.content.replace(one!.name, 'Somebody') })).toBe('not-in-page');
    expect(verdict({ content: proof.content.replace(one!.record, other!.record) })).toBe('not-in-page');
    expect(verdict({ page: { ...proof.page!, salt: Buffer.alloc(16) } })).toBe('not-in-log');
    expect(verdict({ page: { ...proof.page!, header: { ...proof.page!.header, release: 9 } } })).toBe('not-in-log');
  });

  it('is fetched from its provider by who received it, and taken only when it holds', async () => {
    const [member] = await centre.members();
    const name = { register: 'members', record: member!.record };
    const answer = async (change: (text: string) => string) => {
      const text = change((await proofOf(member!.record)) ?? '');
      const ports = { ...centre.consumer.ports, voucherSend: () => () => Promise.resolve(new Response(text)) };
      return proveReceived({ ...centre.consumer, ports }, name, nobody);
    };
    expect(verifyProof(await answer((text) => text)).ok).toBe(true);
    const none = 'There is no proof of this record';
    await expect(answer((text) => text.replace(/index \d+/, 'index 99'))).rejects.toThrow(none);
    await expect(answer(() => 'no proof at all')).rejects.toThrow(none);
    const unknown = { ...name, record: '01930000-0000-7000-8000-000000000000' };
    const away = { ...centre.consumer.ports, voucherSend: () => () => Promise.reject(new TypeError('fetch failed')) };
    await expect(proveReceived({ ...centre.consumer, ports: away }, unknown, nobody)).rejects.toThrow(none);
  });
});
