/** One exchange explained: the entry of the audit trail, what it stood on, and who witnessed that it is there. */
import { findBody } from '../../bodies/index.ts';
import {
  findRegister,
  listAgreements,
  listPurposes,
  stateOn,
  visibleBodies,
  type Agreement,
} from '../../governance/index.ts';
import type { Caller } from '../../platform/caller.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Answer } from '../../platform/http/endpoint.ts';
import { findEntry, type EntryRow } from '../../platform/ledger/entry-store.ts';
import { openKeys } from '../../platform/ledger/index.ts';
import { getEntry } from '../../platform/ledger/list-entries.ts';
import type { readEvidence as contract } from './evidence-contract.ts';
import { problems } from './problems.ts';
import { coverOf, proveEntry, type Cover } from './prove-entry.ts';
import { type KnownPeers, wordOf } from './read-witnesses.ts';
import type { WitnessKey } from './cosignature.ts';
import { witnessSettings } from './settings.ts';

const sightOf = async ({ db }: Pick<Context, 'db'>, caller: Caller) => ({
  bodies: await visibleBodies(db, caller, 'ledger.read'),
  account: caller.account,
});

/** @throws problems.noEvidence, the same for an entry that is not there and for one out of sight */
async function entryInSight(context: Context, caller: Caller, id: string): Promise<EntryRow> {
  const row = await findEntry(context.db, id, await sightOf(context, caller));
  if (!row || context.keysDir === undefined) throw problems.noEvidence();
  return row;
}

/** @throws problems.noEvidence */
export async function readEvidence(
  context: Context,
  caller: Caller,
  id: string,
  peers: KnownPeers,
): Promise<Answer<typeof contract>> {
  const { db, keysDir, profile } = context;
  const row = await entryInSight(context, caller, id);
  const entry = await getEntry(db, await sightOf(context, caller), id);
  const cover = await coverOf(db, openKeys(keysDir ?? ''), row);
  const { leaf, ...item } = entry;
  const register = await findRegister(db, row.subject);
  const body = row.body === null ? undefined : await findBody(db, row.body);
  const { least } = witnessSettings(profile);
  const signers = cover?.signers ?? [];
  return {
    entry: item,
    leaf,
    bodyNames: body?.names ?? null,
    register: register ? { name: register.name, names: register.names } : null,
    purpose:
      row.purpose === null
        ? null
        : {
            code: row.purpose,
            names: (await listPurposes(db)).find(({ code }) => code === row.purpose)?.names ?? null,
          },
    agreement: await agreementOf(context, row),
    checkpoint: cover ? sayCheckpoint(cover) : null,
    witnesses: signers.map((answer) => wordOf(answer, peers)),
    quorum: signers.length >= Math.min(least, Math.max(peers.size, 1)),
    least: Math.min(least, peers.size),
  };
}

function sayCheckpoint({ origin, size, note, signers }: Cover) {
  const signedAt = signers.flatMap(({ askedAt }) => askedAt ?? []).sort()[0] ?? '';
  return { origin, size, root: note.split('\n')[2] ?? '', signedAt };
}

/**
 * The agreement that an allowed read of a register stood on, where the leaf tells it: by its rule, its purpose and the
 * body that read. Several that fit are none that is known.
 */
async function agreementOf({ db, profile }: Context, row: EntryRow) {
  if (row.rule !== 'governance/granted-by-agreement' || row.body === null) return null;
  const day = dayOf(new Date(row.at), profile.timeZone);
  const fits = (one: Agreement) =>
    one.register === row.subject && (row.purpose === null || one.purpose === row.purpose) && one.from <= day;
  const found = (await listAgreements(db)).filter(fits);
  const [only] = found;
  if (!only || found.length > 1) return null;
  const provider = await findBody(db, only.provider);
  return { code: only.code, names: only.names, provider: provider?.names ?? null, state: stateOn(only, day) };
}

/** The file that verifies alone. @throws problems.noEvidence, problems.notSignedYet */
export async function proofOfEntry(
  context: Context,
  caller: Caller,
  id: string,
  witnesses: readonly WitnessKey[],
): Promise<{ readonly number: number; readonly text: string }> {
  const row = await entryInSight(context, caller, id);
  const { least } = witnessSettings(context.profile);
  const text = await proveEntry(context.db, openKeys(context.keysDir ?? ''), row, { witnesses, least });
  if (text === undefined) throw problems.notSignedYet();
  return { number: row.number, text };
}
