import { generateKeyPairSync, sign } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { joinedNodes, type JoinedNodes } from '../../../test/harness/federation.ts';
import { Problem } from '../../platform/http/problem.ts';
import { ledgerOf } from '../../platform/ledger/index.ts';
import { registry } from '../registry-of-nodes.ts';
import { parseVerifierKey, printVerifierKey, rawPublicKey, signNote } from '../../platform/ledger/checkpoint.ts';
import { bringSignatures } from './bring-signatures.ts';
import { rotateKey } from './change-own.ts';
import { charterText, parseCharter } from './charter.ts';
import { findCharter } from './keep-charter.ts';
import { acceptRegistry, getRegistry, ownEntry } from './keep-registry.ts';
import { keysAt } from './model.ts';
import { ownKeys } from './own-keys.ts';
import { proposeCharter, withdrawCharter, type Wish } from './propose-charter.ts';
import { charterView } from './read-charter.ts';
import { idOf, issueRegistry } from './registry.ts';
import { tendRegistry } from './rounds.ts';
import { findProposal, listCharters } from './store/charter.ts';

const by = { account: 'system', body: null, rule: 'governance/node-itself' };

function newGuardian(name: string) {
  const { privateKey, publicKey: spki } = generateKeyPairSync('ed25519');
  const key = { name, publicKey: rawPublicKey(spki.export({ type: 'spki', format: 'der' })) };
  return { key, vkey: printVerifierKey(key), sign: (text: Buffer) => sign(null, text, privateKey) };
}
const [an, binh, chi] = [newGuardian('an'), newGuardian('binh'), newGuardian('chi')] as const;
const three: Wish = { guardians: [an.vkey, binh.vkey, chi.vkey], threshold: 2 };

let nodes: JoinedNodes<'centre' | 'province' | 'late'>;
beforeAll(async () => {
  nodes = await joinedNodes({
    nodes: {
      centre: { bodies: [] },
      province: { bodies: ['97'], parent: 'centre' },
      late: { bodies: ['98'] },
    },
    still: true,
  });
}, 300_000);
afterAll(() => nodes[Symbol.asyncDispose]());

/** Signed away from the node: nothing but the text is needed. */
async function signedBy(...guardians: readonly ReturnType<typeof newGuardian>[]): Promise<string> {
  const proposal = await findProposal(nodes.all.centre.context.db);
  return signNote(charterText(parseCharter(proposal?.note ?? '')), guardians);
}
const bring = async (note: string) => bringSignatures(nodes.all.centre.context, note, by);
const faultOf = async (work: Promise<unknown>) => {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof Problem ? [error.kind.slug, error.extras['fault']] : error;
};
const liveRootKeys = async (of: 'centre' | 'province') => {
  const { db, clock } = nodes.all[of].context;
  const { registry: kept } = await getRegistry(db);
  const root = ownEntry(kept, kept.root);
  return root ? keysAt(root, clock.now().toISOString()).map(({ key }) => key) : [];
};

describe('a charter', () => {
  it('is proposed at the root only, by people who could sign it', async () => {
    const { centre, province } = nodes.all;
    const propose = (wish: Wish, at = centre) => faultOf(proposeCharter(at.context, wish, by));
    expect(await propose(three, province)).toEqual(['not-the-root', undefined]);
    expect(await propose({ ...three, threshold: 1 })).toEqual(['charter-unsound', 'threshold']);
    expect(await propose({ ...three, threshold: 4 })).toEqual(['charter-unsound', 'threshold']);
    expect(await propose({ ...three, guardians: [an.vkey, an.vkey] })).toEqual(['charter-unsound', 'guardian-twice']);
    expect(await propose({ ...three, guardians: ['an', binh.vkey] })).toEqual(['charter-unsound', 'not-a-key']);
    const own = ownKeys(centre.context)[0]?.verifierKey ?? '';
    expect(await propose({ ...three, guardians: [own, an.vkey] })).toEqual(['charter-unsound', 'guardian-is-node']);
    expect((await charterView(centre.context)).standing).toBe('none');
  });
  it('is in force when two of three have signed, and travels with the registry', async () => {
    const { centre, province } = nodes.all;
    await proposeCharter(centre.context, three, by);
    expect(await faultOf(proposeCharter(centre.context, three, by))).toEqual(['charter-waits', undefined]);
    expect(await bring(await signedBy(an))).toBe(false);
    expect(await charterView(centre.context)).toMatchObject({
      standing: 'waits',
      charter: null,
      proposal: { signed: ['an'], missing: { old: 0, new: 1 } },
    });
    expect(await faultOf(bring(await signedBy(an)))).toEqual(['charter-signature', 'nothing-new']);
    expect(await faultOf(bring(await signedBy(newGuardian('an'))))).toEqual(['charter-signature', 'no-guardian']);
    expect(await bring(await signedBy(chi))).toBe(true);
    await nodes.tend();
    const charters = await Promise.all([centre, province].map(({ context }) => findCharter(context.db)));
    expect(charters.map((kept) => kept?.charter.version)).toEqual([1, 1]);
    expect(charters[1]?.note).toBe(charters[0]?.note);
    expect((await charterView(province.context)).standing).toBe('good');
  });
  it('is what a child believes: a registry by a key that it does not name is refused, and without it would pass', async () => {
    const { centre, province } = nodes.all;
    expect(await faultOf(rotateKey(centre.context, by))).toEqual(['charter-decides', undefined]);
    const old = ownKeys(centre.context)[0];
    if (!old) throw new Error('the centre has no key');
    await proposeCharter(centre.context, { ...three, newKey: true, drop: [old.id] }, by);
    expect(await bring(await signedBy(an, binh))).toBe(true);
    await nodes.tend();
    expect((await liveRootKeys('province')).map(idOf)).not.toContain(old.id);
    expect(await liveRootKeys('province')).toEqual(await liveRootKeys('centre'));
    // What it signs from now on, its audit trail too, it signs with the new key; and witnesses take no other.
    const ledger = ledgerOf(centre.context.audit);
    await ledger.settled();
    const checkpoint = await ledger.checkpoint();
    const [newest] = await liveRootKeys('centre');
    const bytes = (vkey: string | undefined) => parseVerifierKey(vkey ?? '').publicKey.toString('base64');
    expect(bytes(checkpoint?.vkey)).toBe(bytes(newest));
    expect(await ledger.verify()).toMatchObject({ ok: true });
    const taken = await registry.logKeys(province.context, checkpoint?.origin ?? '');
    expect(new Set(taken.map(({ publicKey }) => publicKey.toString('base64')))).toEqual(new Set([bytes(newest)]));
    // Whoever has the old key makes a registry of his own, in which it still counts.
    const { registry: last } = await getRegistry(centre.context.db);
    const made = { root: last.root, version: last.version + 1, entries: last.entries };
    const stolen = issueRegistry(made, centre.context.clock.now(), [old]);
    expect(await faultOf(acceptRegistry(province.context, stolen))).toEqual(['registry-refused', 'unknown-signer']);
  });
  it('is brought to a node that joins later, as a chain from the first', async () => {
    const { centre, late } = nodes.all;
    const { approveNode } = await import('./decide-node.ts');
    const { fingerprintOf } = await import('./fingerprint.ts');
    const { askParent, prepareJoin } = await import('./join-parent.ts');
    await prepareJoin(late.context, { parent: centre.address, bodies: ['98'] });
    await askParent(late.context);
    await approveNode(centre.context, late.name, fingerprintOf(ownKeys(late.context)[0]?.verifierKey ?? ''), by);
    expect((await askParent(late.context)).state).toBe('joined');
    expect((await listCharters(late.context.db)).map(({ version }) => version)).toEqual([1, 2]);
  });
  it('is withdrawn while it waits, and the one in force stays', async () => {
    const { centre } = nodes.all;
    await proposeCharter(centre.context, three, by);
    await withdrawCharter(centre.context, by);
    expect(await faultOf(withdrawCharter(centre.context, by))).toEqual(['no-proposal', undefined]);
    expect(await charterView(centre.context)).toMatchObject({ standing: 'good', charter: { version: 2 } });
  });
  it('gives the root another key when its own were lost, under its old name', async () => {
    const { centre, province } = nodes.all;
    await nodes.tend();
    const lost = await liveRootKeys('centre');
    // What is left of the folder: the name, and the key of the details.
    const keysDir = mkdtempSync(join(tmpdir(), 'artery-lost-'));
    for (const file of ['node.name', 'master.key'])
      cpSync(join(centre.context.keysDir ?? '', file), join(keysDir, file));
    const context = { ...centre.context, keysDir };
    expect(ownKeys(context)[0]?.key.name).toBe(centre.name);
    const wish = { ...three, newKey: true, drop: lost.map(idOf) };
    // Without a charter that the guardians signed, nobody believes the new key.
    const { registry: last } = await getRegistry(centre.context.db);
    const own = ownKeys(context)[0];
    if (!own) throw new Error('there is no key');
    const made = { root: last.root, version: last.version + 1, entries: last.entries };
    const bare = issueRegistry(made, centre.context.clock.now(), [own]);
    expect(await faultOf(acceptRegistry(province.context, bare))).toEqual(['registry-refused', 'unknown-signer']);
    await proposeCharter(context, wish, by);
    expect(await bringSignatures(context, await signedBy(binh, chi), by)).toBe(true);
    await tendRegistry(province.context);
    expect(await liveRootKeys('province')).toEqual([own.verifierKey]);
    expect((await charterView(province.context)).charter?.version).toBe(3);
    rmSync(keysDir, { recursive: true, force: true });
  });
});
