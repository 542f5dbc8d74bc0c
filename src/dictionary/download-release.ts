/** A release that is kept here with its signature, as the file that another node takes: the same bytes as were signed. */
import type { Context } from '../platform/context.ts';
import { parseVerifierKey, printVerifierKey } from '../platform/ledger/checkpoint.ts';
import { getRelease } from './current-release.ts';
import { problems } from './problems.ts';
import { openRelease, printSigned, ReleaseFileError } from './release-file.ts';
import { releaseSigner } from './release-signer.ts';
import * as store from './store/release.ts';
import { releaseKey } from './take-release.ts';
import { versionsAsOf, versionsOfPlan } from './versions/read-versions.ts';

/**
 * As it was published, without the overlay of this node.
 * @throws problems.releaseNotFound, problems.releaseNotSigned when it has no signature, or its key is no longer known here
 */
export async function downloadRelease(
  context: Context,
  number: number,
): Promise<{ readonly name: string; readonly content: string }> {
  const { plan } = await getRelease(context.db, number);
  const signature = await store.signatureOf(context.db, number);
  const key = signature && (await keysHere(context)).find((one) => parseVerifierKey(one).name === signature.by);
  if (!signature || key === undefined) throw problems.releaseNotSigned({ release: number });
  const versions = versionsOfPlan(plan, await versionsAsOf(context.db, number));
  const { note } = signature;
  // Its signer may not have known the versions: then they are not in the file.
  const content = [
    { key, note, plan, versions },
    { key, note, plan },
  ]
    .map(printSigned)
    .find((one) => opens(one, key));
  if (content === undefined) throw problems.releaseNotSigned({ release: number });
  return { name: `release-${String(number)}.json`, content };
}

/** Two keys may share a name by accident: what the key does not open is not handed out. */
function opens(content: string, key: string): boolean {
  try {
    openRelease(Buffer.from(content), key);
    return true;
  } catch (error) {
    if (error instanceof ReleaseFileError) return false;
    throw error;
  }
}

/** The key of this node, and the one whose releases it follows. */
async function keysHere(context: Context): Promise<string[]> {
  const [own, followed] = [releaseSigner(context), await releaseKey(context)];
  return [...(own ? [printVerifierKey(own.key)] : []), ...(followed === undefined ? [] : [followed])];
}
