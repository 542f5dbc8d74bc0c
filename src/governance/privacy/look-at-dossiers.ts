/** Days pass and posts change hands: what assessments and transfers ask of whom is brought into line again and again. */
import { system } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { addDays } from '../../platform/relative-day.ts';
import type { Round } from '../../platform/rounds.ts';
import { todayOf } from '../write-change.ts';
import { owersOf } from './owe-breach.ts';
import { NOTICE_DAYS, oweAssessment, oweByDay, oweTransfer, type Asking } from './owe-dossiers.ts';
import { oweRisk } from './owe-risks.ts';
import { unriskedOf } from './read-risks.ts';
import { privacyRulesOf } from './rules.ts';
import * as store from './store/dossier.ts';
import { listRisks } from './store/risk.ts';

const EVERY_MS = 60_000;

export async function lookAtDossiers(context: Context): Promise<void> {
  const rules = privacyRulesOf(context.profile);
  if (!rules) return;
  await context.db.transaction(async (tx) => {
    const asking = { rules, owers: await owersOf(context, tx) };
    for (const one of await store.listAssessments(tx)) await oweAssessment(context, tx, one, asking);
    for (const one of await store.listTransfers(tx)) await oweTransfer(context, tx, one, asking);
    await lookAtRisks(context, tx, asking);
  });
}

/** Assessments that were begun, and registers of which none was: owed shortly before its day. */
async function lookAtRisks(context: Context, tx: Db, { rules, owers }: Required<Omit<Asking, 'by'>>): Promise<void> {
  const by = system.account;
  const about = { kind: 'begin-risk', post: rules.risk.post, by, owers, link: '/governance/privacy' };
  for (const one of await listRisks(tx)) await oweRisk(context, tx, one, { rules, owers });
  const soon = addDays(todayOf(context), NOTICE_DAYS);
  for (const { register, body, due } of await unriskedOf(context, tx, rules))
    await oweByDay(context, tx, { ...about, code: register, body, due: due <= soon ? due : null });
}

export const dossierRound = (context: Context): Round => ({
  name: 'governance.dossiers',
  everyMs: EVERY_MS,
  run: () => lookAtDossiers(context),
});
