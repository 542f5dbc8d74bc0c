/**
 * Releases come down the tree by themselves: a node asks its parent for the one after its own, takes it when signature,
 * number and every stored row fit, and otherwise tells its data office why it stays behind. Feeds wait meanwhile.
 */
import Type from 'typebox';
import { findBody } from '../../bodies/index.ts';
import { currentRelease, downloadRelease, takeRelease } from '../../dictionary/index.ts';
import type { Context } from '../../platform/context.ts';
import { call, type Send } from '../../platform/http/call.ts';
import { Problem } from '../../platform/http/problem.ts';
import { parseVerifierKey } from '../../platform/ledger/checkpoint.ts';
import type { Round } from '../../platform/rounds.ts';
import { readSetting, writeSetting } from '../../platform/setting.ts';
import { closeWork, openWork } from '../../platform/work/index.ts';
import { mustFit } from '../../records/index.ts';
import { findNode, keysAt, liveOwnKeys, nodeFetch, ownName, ownNode } from '../nodes/index.ts';
import { nextRelease } from './releases-contract.ts';
import { readVouched, vouchFor } from './vouch.ts';

const EVERY_MS = 10_000;
const WORK = 'exchange.release-behind';
const KEPT = 'exchange.release-behind';
/** Which release could not be taken, and the problem's name. */
const Behind = Type.Object({ release: Type.Integer(), why: Type.String() });

const by = { account: 'system', body: null, rule: 'governance/node-itself' } as const;

/** What a node below is given. @param to the node that asks */
export async function giveNext(context: Context, to: string, after: number) {
  const { number: current } = await currentRelease(context.db);
  const { entry } = await ownNode(context);
  const [signer] = liveOwnKeys(context, entry, context.clock.now().toISOString());
  const file = current > after ? await signedFile(context, after + 1) : null;
  const key = file === null ? undefined : (JSON.parse(file) as { key: string }).key;
  const vouched = signer && key !== undefined ? vouchFor(key, to, signer) : null;
  return { current, file, vouched };
}

/** A release without a signature is one that was never sent anywhere. */
async function signedFile(context: Context, number: number): Promise<string | null> {
  try {
    return (await downloadRelease(context, number)).content;
  } catch (error) {
    if (error instanceof Problem && error.kind.slug === 'release-not-signed') return null;
    throw error;
  }
}

export interface FollowOptions {
  /** How the parent is reached. */
  readonly reach?: (node: string) => Send;
}

/** Takes the next release from the parent. Returns its number when one was taken. */
export async function followReleases(
  context: Context,
  { reach = (node) => nodeFetch(context, node) }: FollowOptions = {},
): Promise<number | undefined> {
  const { parent } = await ownNode(context);
  if (parent === null) return undefined;
  const { number: own } = await currentRelease(context.db);
  const { file, vouched } = await call(reach(parent), nextRelease, { query: { after: own } });
  if (file === null || vouched === null) return undefined;
  const node = await findNode(context.db, parent);
  const keys = node ? keysAt(node, context.clock.now().toISOString()).map(({ key }) => parseVerifierKey(key)) : [];
  const key = readVouched(vouched, ownName(context), keys);
  if (key === undefined) {
    context.log.error({ parent }, 'a release came with a word that the parent did not sign');
    return undefined;
  }
  try {
    const taking = { bytes: Buffer.from(file), key };
    const taken = await takeRelease(context, taking, by, (plan) => mustFit(context, plan));
    await closeWork(context.db, {
      kind: WORK,
      subject: String(taken.number),
      by: by.account,
      now: context.clock.now(),
    });
    return taken.number;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    // Another process of this node was first.
    if ((await currentRelease(context.db)).number > own) return undefined;
    context.log.error({ err: error, release: own + 1 }, 'a release of the parent cannot be taken');
    await stayBehind(context, own + 1, error.kind.slug);
    return undefined;
  }
}

/** Told once: what stands in the way is the data office's to mend. */
async function stayBehind(context: Context, release: number, why: string): Promise<void> {
  const { db, clock } = context;
  const known = await readSetting(db, KEPT, Behind);
  if (known?.release === release && known.why === why) return;
  const [code] = (await ownNode(context)).bodies;
  const body = code === undefined ? undefined : (await findBody(db, code))?.id;
  await db.transaction(async (tx) => {
    await writeSetting(tx, KEPT, { release, why });
    if (body === undefined) return;
    await openWork(tx, {
      kind: WORK,
      title: { key: 'exchange:releases.behind', values: { release } },
      body,
      post: 'data-office',
      link: '/dictionary/releases',
      subject: String(release),
      now: clock.now(),
    });
  });
}

export const releaseRound = (context: Context): Round => ({
  name: 'exchange.releases',
  everyMs: EVERY_MS,
  run: async () => {
    if (context.keysDir === undefined) return;
    // Several at once after weeks offline, one after the other.
    while ((await followReleases(context)) !== undefined);
  },
});
