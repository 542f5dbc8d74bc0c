/** A person says that a field about her is wrong: the same proposal, made for her by the body that answers her request. */
import { isSealed } from '../../dictionary/index.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { Problem } from '../../platform/http/problem.ts';
import { findRecord, openRegister } from '../../records/index.ts';
import { problems } from '../problems.ts';
import * as store from '../store/correction.ts';
import { findHome } from './find-home.ts';
import { keepUnsent } from './keep-unsent.ts';
import { checkProposed, refuseRepeated, writeProposal } from './propose-correction.ts';

export interface ForPerson {
  readonly register: string;
  readonly record: string;
  readonly field: string;
  readonly value: string | null;
  readonly evidence: string;
  readonly rule: string;
}

/**
 * Checked now, written in the transaction of her request. Whoever keeps the record answers it, also the body that filed
 * it: what is asked is hers, and not that body's. @returns what writes it, and gives its id
 * @throws problems.noSuchField, notHeld, nothingToCorrect, alreadyProposed, and invalidRecord of records
 */
export async function beginCorrection(
  context: Context,
  asked: ForPerson,
  by: Pick<Caller, 'account' | 'body' | 'roles'>,
): Promise<(tx: Db) => Promise<string>> {
  const { db } = context;
  const table = await openRegister(db, asked.register);
  const stored = await findRecord(db, table, asked.record, { scope: 'all' });
  const field = table.entity.fields.find((one) => one.name === asked.field);
  if (!stored || !field) throw problems.noSuchField({ field: asked.field });
  if (isSealed(field)) throw problems.fieldSealed({ field: asked.field });
  const { target, authority } = await findHome(db, asked, stored, field.element);
  if (!target) {
    const unsent = { ...asked, place: asked, stored, destination: authority };
    return () => keepUnsent(context, by as Caller, unsent);
  }
  if (target.said === asked.value) throw problems.nothingToCorrect({ value: asked.value });
  await checkProposed(context, target, asked.value);
  return async (tx) => {
    // Refused before for another: she is answered anew, beside the old answer.
    const follows = await refuseRepeated(tx, target, asked).catch((error: unknown) => refusedBefore(error));
    return writeProposal(context, tx, { caller: by, target, asked, follows });
  };
}

function refusedBefore(error: unknown): string {
  const isRefused = error instanceof Problem && error.kind === problems.refusedBefore.kind;
  if (isRefused && typeof error.extras['correction'] === 'string') return error.extras['correction'];
  throw error;
}

/** How a correction stands, and what whoever answered it said. */
export async function correctionStanding(
  db: Db,
  id: string,
): Promise<Pick<store.CorrectionRecord, 'id' | 'state' | 'reason' | 'due'> | undefined> {
  const found = await store.findCorrection(db, id);
  return found && { id: found.id, state: found.state, reason: found.reason, due: found.due };
}
