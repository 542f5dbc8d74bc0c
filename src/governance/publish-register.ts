/** Publishes a register; refused while not exactly one owner, a data manager, a steward and an updating unit are named. */
import type { Author } from '../bodies/index.ts';
import type { Context } from '../platform/context.ts';
import type { Translate } from '../platform/i18n.ts';
import { checkResponsibilities, type PublishingFinding, type Register } from './model.ts';
import { labelProblems } from './labels/problems.ts';
import { labelsHere } from './labels/register-labels.ts';
import { selectDecisions } from './labels/store/label-decision.ts';
import { problems } from './problems.ts';
import * as store from './store/register.ts';
import { todayOf, writeChange } from './write-change.ts';

/** What keeps a register from being published: nothing, when the list is empty. */
export const findingsOf = (register: store.Responsible): PublishingFinding[] =>
  checkResponsibilities({
    owners:
      register.external && register.ownerNames !== null ? Math.max(register.owners.length, 1) : register.owners.length,
    managers: register.managers.length,
    stewards: register.stewards.length,
    updating: register.updatingBody,
    external: register.external,
  });

/**
 * Publishing what is published already changes nothing.
 * @param t fills the problem's words with the findings
 * @throws problems.registerNotFound, problems.registerIncomplete with `findings`,
 *   governance/labels-contradict with `looser`
 */
export async function publishRegister(context: Context, name: string, by: Author, t?: Translate): Promise<Register> {
  const register = await store.findResponsible(context.db, name);
  if (!register) throw problems.registerNotFound({ register: name });
  await insistOnPublishable(context, register, t);
  if (register.state !== 'published') {
    const act = { action: 'governance.publish-register', subject: name, kind: 'governance', by } as const;
    await writeChange(context, act, (tx, changeSet) => store.publish(tx, name, changeSet));
  }
  return store.getRegister(context.db, name);
}

/** Somebody answers for it, and its labels do not contradict what holds. @throws problems.registerIncomplete, governance/labels-contradict */
export async function insistOnPublishable(context: Context, register: store.Responsible, t?: Translate): Promise<void> {
  const { name } = register;
  const findings = findingsOf(register);
  if (findings.length > 0) {
    const missing = findings.map((finding) => t?.(`governance:findings.${finding}`) ?? finding).join(' ');
    throw problems.registerIncomplete({ register: name, findings, missing });
  }
  const at = { decisions: await selectDecisions(context.db), day: todayOf(context) };
  const { looser } = await labelsHere(context, context.db, register, at);
  if (looser.length > 0) throw labelProblems.labelsContradict({ register: name, looser });
}
