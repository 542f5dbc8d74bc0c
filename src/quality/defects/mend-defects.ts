/** What a keeper does with defects: takes them on, says the cause, says what comes of them. One act for any number. */
import { visibleBodies } from '../../governance/index.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { findRecord, openRegister } from '../../records/index.ts';
import { problems } from '../problems.ts';
import { fieldCheckDue } from './clock.ts';
import type { DefectRecord, Outcome } from './model.ts';
import * as store from './store/defect.ts';
import { writeAct } from './write-act.ts';

interface Deciding {
  readonly act: 'outcome';
  readonly outcome: Outcome;
  readonly words: string;
}
export type Act = { readonly act: 'claim' | 'release' } | { readonly act: 'cause'; readonly words: string } | Deciding;

/** @throws problems.noSuchDefect, defectClosed, defectElsewhere, defectContested */
export async function mendDefects(context: Context, caller: Caller, ids: readonly string[], act: Act): Promise<void> {
  const found = await Promise.all(ids.map((id) => mineToMend(context, caller, id)));
  await writeAct(context, caller, { action: `quality.${actions[act.act]}`, defects: found }, async (tx) => {
    for (const { id } of found) await apply(context, tx, { caller, id, act });
  });
}

const actions = {
  claim: 'claim-defect',
  release: 'release-defect',
  cause: 'find-cause',
  outcome: 'decide-defect',
} as const;

/** What one may not see is not there. @throws problems.noSuchDefect */
export async function mineToMend(context: Context, caller: Caller, id: string): Promise<DefectRecord> {
  const found = await store.findDefect(context.db, id);
  const scope = found && (await visibleBodies(context.db, caller, 'quality.mend', found.register));
  const mine = found && (scope === 'all' || [found.body, found.keeper].some((body) => scope?.includes(body)));
  if (!mine) throw problems.noSuchDefect();
  return found;
}

/** It is mended here, is open, and what is contested is only taken on. @throws problems.defectElsewhere, defectClosed, defectContested */
export function insistOnMending({ code, correction, state }: DefectRecord, act: Act['act'] | 'contest'): void {
  if (correction !== null) throw problems.defectElsewhere({ defect: code });
  if (state === 'closed') throw problems.defectClosed({ defect: code });
  if (state === 'contested' && act !== 'claim') throw problems.defectContested({ defect: code });
}

interface Applying {
  readonly caller: Caller;
  readonly id: string;
  readonly act: Act;
}

async function apply(context: Context, tx: Db, { caller, id, act }: Applying): Promise<void> {
  const defect = await store.lockDefect(tx, id);
  if (!defect) throw problems.noSuchDefect();
  insistOnMending(defect, act.act);
  await store.changeDefect(tx, id, { ...changeOf(context, caller, defect, act), version: await versionOf(tx, defect) });
}

function changeOf(context: Context, caller: Caller, defect: DefectRecord, act: Act): store.Change {
  switch (act.act) {
    case 'claim':
      return { assignee: { account: caller.account, name: caller.name } };
    case 'release':
      return { assignee: null };
    case 'cause':
      return { state: 'cause-found', cause: act.words };
    case 'outcome':
      return decided(context, caller, defect, act);
  }
}

/** While the record stays as it is, what was said of it holds. */
export async function versionOf(tx: Db, { register, record }: DefectRecord): Promise<number | null> {
  if (record === null) return null;
  return (await findRecord(tx, await openRegister(tx, register), record, { scope: 'all' }))?.version ?? null;
}

/** Mending is seen in the record: it closes by itself when the row passes. */
function decided(context: Context, caller: Caller, defect: DefectRecord, { outcome, words }: Deciding): store.Change {
  const said = { outcome, action: words };
  if (outcome === 'consumer-wrong') return { ...said, state: 'mending' };
  if (outcome === 'undecided') return { ...said, state: 'undecided', due: fieldCheckDue(context, defect.foundOn) };
  const closed = { at: context.clock.now().toISOString(), by: caller.account };
  return { ...said, state: 'closed', closed };
}
