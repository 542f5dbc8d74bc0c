/** A signed release comes from elsewhere: taken when signature, number and hash fit, and published here under its number. */
import Type from 'typebox';
import type { Context } from '../platform/context.ts';
import { parseVerifierKey } from '../platform/ledger/checkpoint.ts';
import { keepSetting, readSetting } from '../platform/setting.ts';
import { getRelease, type Release } from './current-release.ts';
import type { Plan } from './plan.ts';
import { faultOfPlan } from './plan-shape.ts';
import { problems } from './problems.ts';
import { planAsItWouldHold } from './overlay/lay-overlay.ts';
import { publishRelease } from './publish-release.ts';
import { openRelease, ReleaseFileError, type ReleaseFile } from './release-file.ts';
import * as store from './store/release.ts';
import type { Author } from './write-change.ts';

/** The key whose releases this node follows: the first that was taken decides it. */
const KEY = 'dictionary.release-key';
export const releaseKey = ({ db }: Pick<Context, 'db'>): Promise<string | undefined> =>
  readSetting(db, KEY, Type.String());

export interface Taking {
  readonly bytes: Uint8Array;
  /** The verifier key that is trusted; needed for the first release only. */
  readonly key?: string | undefined;
}

/**
 * The same file again changes nothing.
 * @param fits asked before anything is written: throws when the node's tables cannot follow
 * @throws problems.releaseKeyNeeded, problems.releaseRefused, problems.releaseDoesNotFit
 */
export async function takeRelease(
  context: Context,
  taking: Taking,
  by: Author,
  fits: (plan: Plan) => Promise<void>,
): Promise<Release> {
  const { db } = context;
  const file = open(taking.bytes, await trustedKey(context, taking.key));
  const [head, there] = [await store.latest(db), await store.byNumber(db, file.number)];
  if (there && there.hash === file.hash) return getRelease(db, file.number);
  const next = (head?.number ?? 0) + 1;
  if (file.number !== next || head?.hash === file.hash)
    throw problems.releaseDoesNotFit({ release: file.number, next });
  await fits(await planAsItWouldHold(db, file.plan));
  const { name } = parseVerifierKey(file.key);
  return publishRelease(context, file.plan, by, {
    number: file.number,
    versions: file.versions,
    sign: () => ({ by: name, bytes: Buffer.from(file.note) }),
    within: async (tx) => {
      // Two first releases at once: the one that came second is by another key than the node follows now.
      if ((await keepSetting(tx, KEY, Type.String(), file.key)) !== file.key)
        throw problems.releaseRefused({ fault: 'other-key' });
    },
  });
}

async function trustedKey(context: Context, key: string | undefined): Promise<string> {
  const trusted = (await releaseKey(context)) ?? key;
  if (trusted === undefined) throw problems.releaseKeyNeeded();
  return trusted;
}

function open(bytes: Uint8Array, trusted: string): ReleaseFile {
  try {
    const file = openRelease(bytes, trusted);
    const fault = faultOfPlan(file.plan);
    if (fault !== undefined) throw problems.releaseRefused({ fault });
    return file;
  } catch (error) {
    if (error instanceof ReleaseFileError) throw problems.releaseRefused({ fault: error.fault });
    throw error;
  }
}

/** A plan to rehearse: a compiled one, or that of a release whoever signed it. @throws problems.releaseRefused */
export function readProposal(bytes: Uint8Array): Plan {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    throw problems.releaseRefused({ fault: 'not-a-plan' });
  }
  const isFile = typeof value === 'object' && value !== null && 'note' in value;
  const plan = isFile ? readFile(bytes) : value;
  const fault = faultOfPlan(plan);
  if (fault !== undefined) throw problems.releaseRefused({ fault });
  return plan as Plan;
}

function readFile(bytes: Uint8Array): Plan {
  try {
    return openRelease(bytes).plan;
  } catch (error) {
    if (error instanceof ReleaseFileError) throw problems.releaseRefused({ fault: error.fault });
    throw error;
  }
}
