/** How long the rows of each register are kept: what somebody decided here, else what the profile says. */
import type { Author } from '../../bodies/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { readSetting } from '../../platform/setting.ts';
import { Check } from 'typebox/value';
import { entitiesOfRegisters } from '../row-conditions.ts';
import { listBases } from '../store/agreement.ts';
import { findRegister, getRegister, listRegisters } from '../store/register.ts';
import { todayOf, writeChange } from '../write-change.ts';
import { faultsOf, isHolding, isShorterThan, Lifecycle, Term, type Hold } from './model.ts';
import { lifecycleProblems as problems } from './problems.ts';
import * as store from './store/hold.ts';

export const LIFECYCLE = 'governance.lifecycle';

/** What the profile says of the lifecycle; undefined: nothing, and nothing is due. */
export const lifecycleOf = (db: Db): Promise<Lifecycle | undefined> => readSetting(db, LIFECYCLE, Lifecycle);

export interface TermOf {
  readonly register: string;
  /** Null: nobody has said. */
  readonly term: Term | null;
  readonly origin: 'profile' | 'decision';
  readonly decided: store.Decided | null;
}

/** Of every register that is kept here, drafts included. A register held outside has its terms there. */
export async function termsOf(db: Db): Promise<TermOf[]> {
  const decided = new Map((await store.decidedTerms(db)).map((one) => [one.register, one]));
  return (await listRegisters(db, true))
    .filter(({ external }) => !external)
    .map(({ name, retention }) => {
      const own = decided.get(name) ?? null;
      // Older editions of a profile wrote terms that say nothing a machine can read.
      const said = Check(Term, retention) ? retention : null;
      return { register: name, term: own?.term ?? said, origin: own ? 'decision' : 'profile', decided: own };
    });
}

export const termOf = async (db: Db, register: string): Promise<Term | null> =>
  (await termsOf(db)).find((one) => one.register === register)?.term ?? null;

/** Holds on a register that hold on the day. */
export const holdsOn = async (db: Db, register: string, day: string): Promise<Hold[]> =>
  (await store.listHolds(db, register)).filter((hold) => isHolding(hold, day));

/**
 * Decides how long the rows of a register are kept.
 * @throws governance/register-not-found, governance/retention-unsound, governance/retention-shorter-than-hold
 */
export async function setTerm(
  context: Context,
  given: { readonly register: string; readonly term: Term; readonly reason: string },
  by: Author,
  off: { readonly holds?: boolean } = {},
): Promise<void> {
  const { register, term, reason } = given;
  await getRegister(context.db, register);
  await insistOnSound(context.db, register, term);
  const today = todayOf(context);
  const act = { action: 'governance.set-retention', subject: register, kind: 'governance', by } as const;
  await writeChange(context, act, async (tx, changeSet) => {
    await store.holdTerms(tx, register);
    const longer = (await holdsOn(tx, register, today)).filter((hold) => isShorterThan(term, hold, today));
    if (longer.length > 0 && off.holds !== true)
      throw problems.retentionShorterThanHold({ register, holds: longer.map(({ id }) => id) });
    const row = { register, term, reason, decidedOn: today, account: by.account, body: by.body };
    await store.putTerm(tx, row, changeSet);
  });
}

async function insistOnSound(db: Db, register: string, term: Term): Promise<void> {
  const entity = (await entitiesOfRegisters(db)).get(register);
  const isBasis = (await listBases(db)).some(({ code }) => code === term.basis);
  const found = await findRegister(db, register);
  const findings = [
    ...(isBasis ? [] : [`there is no legal basis ${term.basis}`]),
    ...(found?.external ? ['the register is held outside'] : []),
    ...faultsOf(term, entity),
  ];
  if (findings.length > 0) throw problems.retentionUnsound({ register, findings });
}
