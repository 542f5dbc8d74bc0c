/** A person decides which of two versions of a record holds. */
import { findBody } from '../../bodies/index.ts';
import { currentPosition } from '../../platform/changes/index.ts';
import type { Caller } from '../../platform/caller.ts';
import { nextVersion } from '../../platform/changes/model.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { compareHeld, openForWriting, receiveRows, renewVersions } from '../../records/index.ts';
import { problems } from './problems.ts';
import { viewOf, wordsOf, type Asks } from './read-met.ts';
import type { MetVersion } from './recovery-contract.ts';
import { decideMet, findMet, lockMet, type MetRow } from './store/met.ts';

export interface Choice {
  readonly met: string;
  readonly choice: 'ours' | 'theirs';
  readonly because: string;
  /** By which the caller may decide. */
  readonly rule: string;
}

/** @throws problems.metNotFound, metDecided, metUnfit */
export async function decideVersions(
  context: Context,
  asks: Asks,
  caller: Caller,
  choice: Choice,
): Promise<MetVersion> {
  const { db } = context;
  const found = await findMet(db, choice.met);
  const body = found && (await findBody(db, found.body));
  const about = found && body && { register: found.register, body: body.id };
  if (!about || !(await asks(caller, 'exchange.decide-versions', about)).allowed) throw problems.metNotFound();
  await db.transaction((tx) => decide(context, tx, { caller, choice, body: about.body }));
  const met = await findMet(db, choice.met);
  const view = met && (await viewOf(context, asks, { met, caller, words: await wordsOf(db) }));
  if (!view) throw problems.metNotFound();
  return view;
}

interface Deciding {
  readonly caller: Caller;
  readonly choice: Choice;
  readonly body: number;
}

async function decide(context: Context, tx: Db, { caller, choice, body }: Deciding): Promise<void> {
  const met = await lockMet(tx, choice.met);
  if (!met) throw problems.metNotFound();
  if (met.choice !== null) throw problems.metDecided({ choice: met.choice });
  const changeSet = await putIn(context, tx, { met, body, caller, choice });
  const { because } = choice;
  const now = context.clock.now();
  await decideMet(tx, met.id, { choice: choice.choice, by: caller.account, because, changeSet, now });
  await context.audit.record(tx, {
    action: 'exchange.decide-versions',
    actor: caller.account,
    body: caller.body,
    subject: met.register,
    allowed: true,
    rule: choice.rule,
    records: [met.record],
    detail: { choice: choice.choice, because, held: met.held, heldBy: met.heldBy },
  });
}

/** Whatever is decided stands above both versions: every node comes to hold it. Gives the change set, where there is one. */
async function putIn(
  context: Context,
  tx: Db,
  { met, body, caller, choice }: Deciding & { readonly met: MetRow },
): Promise<number | null> {
  const table = await openForWriting(tx, met.register);
  const fields = met.line.split('\t').slice(4).join('\t');
  const row = { record: met.record, version: met.held, body, fields };
  const { columns } = met;
  const [own] = await compareHeld(tx, { table, columns, rows: [row], since: null });
  const { epoch } = await currentPosition(tx);
  const version = nextVersion(Math.max(own?.version ?? 0, met.held), epoch);
  if (choice.choice === 'ours') {
    const isBelow = own !== undefined && own.standing !== null && own.standing <= met.held;
    const rows = isBelow ? [{ record: met.record, version }] : [];
    await renewVersions(context, tx, { table, rows, rule: choice.rule });
    return null;
  }
  const fixed = { actor: caller.account, provider: caller.body, rule: choice.rule };
  const rows = [{ ...row, version }];
  const done = await receiveRows(context, tx, { table, columns, rows, gone: [], ours: [], ...fixed });
  const [refused] = done.refused;
  if (refused) throw problems.metUnfit({ reason: refused.reason });
  return done.changeSet;
}
