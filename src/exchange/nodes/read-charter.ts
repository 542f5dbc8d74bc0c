/** What the screens show of the root's charter. */
import type { Context } from '../../platform/context.ts';
import type { CharterStanding, CharterView } from './charter-contract.ts';
import { missingSigners, parseCharter, signersOf, type Charter } from './charter.ts';
import { parseVerifierKey } from '../../platform/ledger/checkpoint.ts';
import { fingerprintOf } from './fingerprint.ts';
import { findCharter, type KeptCharter } from './keep-charter.ts';
import { getRegistry, ownEntry } from './keep-registry.ts';
import { keysAt } from './model.ts';
import { ownName } from './own-keys.ts';
import { idOf } from './registry.ts';
import { findProposal, type ProposalRow } from './store/charter.ts';

/** Guardians are busy people: asked a month ahead. */
const SOON_MS = 30 * 86_400_000;

type Viewing = Pick<Context, 'db' | 'clock' | 'keysDir'>;

/** How the charter stands, for the page of nodes. */
export async function charterStanding({ db, clock }: Viewing): Promise<CharterStanding> {
  return standingOf(clock.now(), await findCharter(db), await findProposal(db));
}

function standingOf(now: Date, kept: KeptCharter | undefined, proposal: ProposalRow | undefined): CharterStanding {
  const left = kept ? Date.parse(kept.charter.expires) - now.getTime() : 0;
  if (kept && left <= 0) return 'over';
  if (proposal) return 'waits';
  if (!kept) return 'none';
  return left < SOON_MS ? 'soon' : 'good';
}

export async function charterView(context: Viewing): Promise<CharterView> {
  const { db, clock } = context;
  const now = clock.now();
  const { registry } = await getRegistry(db);
  const [kept, proposal] = [await findCharter(db), await findProposal(db)];
  const root = ownEntry(registry, registry.root);
  return {
    root: registry.root,
    isRoot: registry.root === ownName(context),
    isShared: registry.entries.some(({ name, state }) => name !== registry.root && state === 'approved'),
    standing: standingOf(now, kept, proposal),
    rootKeys: root ? keysAt(root, now.toISOString()).map(({ key }) => idOf(key)) : [],
    charter: kept ? { ...termsOf(kept.charter, kept.note), acceptedAt: kept.acceptedAt } : null,
    proposal: proposal ? proposalOf(proposal, kept?.charter) : null,
  };
}

const termsOf = ({ version, issued, expires, threshold, guardians, keys }: Charter, note: string) => ({
  version,
  issued,
  expires,
  threshold,
  guardians: guardians.map((key) => ({ name: parseVerifierKey(key).name, key, fingerprint: fingerprintOf(key) })),
  keys: keys.map(idOf),
  note,
});

function proposalOf({ note, by, at }: ProposalRow, last: Charter | undefined): CharterView['proposal'] {
  const charter = parseCharter(note);
  const all = [...new Set([...charter.guardians, ...(last?.guardians ?? [])])];
  const signed = signersOf(note, all).map(({ name }) => name);
  return { ...termsOf(charter, note), by, at, signed, missing: missingSigners(note, charter, last) };
}
