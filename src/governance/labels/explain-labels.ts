/** What labels a register bears, which parts and rules make them so, and what each of them changes. */
import { listBodies } from '../../bodies/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Texts } from '../../platform/texts.ts';
import { askedField } from '../rules/fields.ts';
import { listPurposes } from '../store/agreement.ts';
import { getRegister, listRegisters } from '../store/register.ts';
import { todayOf } from '../write-change.ts';
import type { LabelsLine, LabelsPage } from './contract.ts';
import { effectsOf } from './effects.ts';
import { raiseRules } from './raise-rules.ts';
import { planEntity } from './register-entity.ts';
import { covers, labelsHere, type RegisterLabels } from './register-labels.ts';
import { selectDecisions } from './store/label-decision.ts';
import type { Register } from '../model.ts';

const lineOf = (register: Register, { stated, computed, effective, looser }: RegisterLabels): LabelsLine => ({
  register: { code: register.name, names: register.names },
  stated,
  computed: computed.labels,
  effective,
  looser: [...looser],
});

export async function labelLines(context: Context): Promise<LabelsLine[]> {
  const { db } = context;
  const at = { decisions: await selectDecisions(db), day: todayOf(context) };
  const lines: LabelsLine[] = [];
  for (const register of await listRegisters(db, true)) {
    lines.push(lineOf(register, await labelsHere(context, db, register, at)));
  }
  return lines;
}

function accessOf(
  field: Parameters<typeof askedField>[0],
  purposes: ReadonlyMap<string, Texts>,
): LabelsPage['fields'][number]['access'] {
  if (!field.access) return null;
  const { roles = [], purposes: codes, mask } = askedField(field);
  return {
    posts: [...roles],
    purposes: codes?.map((code) => ({ code, names: purposes.get(code) ?? {} })) ?? null,
    others: mask ?? 'absent',
  };
}

/** @throws governance/register-not-found */
export async function explainLabels(context: Context, name: string): Promise<LabelsPage> {
  const { db, profile } = context;
  const register = await getRegister(db, name);
  const day = todayOf(context);
  const decisions = (await selectDecisions(db)).filter((one) => one.register === name);
  const labels = await labelsHere(context, db, register, { decisions, day });
  const fields = (await planEntity(db, name))?.fields ?? [];
  const namesOf = new Map(fields.map(({ element, names }) => [element, names]));
  const rules = new Map(raiseRules(profile).map((rule) => [rule.code, rule]));
  const element = (code: string) => ({ code, names: namesOf.get(code) ?? {} });
  const purposes = new Map((await listPurposes(db)).map(({ code, names }) => [code, names]));
  const manager = (await listBodies(db)).find(({ id }) => id === register.managerBody);
  return {
    ...lineOf(register, labels),
    reasons: labels.computed.reasons.map(({ label, value, elements, rule }) => {
      const by = rule === undefined ? undefined : rules.get(rule);
      return {
        ...{ label, value, elements: elements.map(element) },
        rule: by ? { code: by.code, names: by.names, citation: by.citation ?? null } : null,
      };
    }),
    effects: effectsOf(labels.effective),
    fields: fields.map((field) => ({
      ...{ element: element(field.element), field: field.name, labels: field.labels },
      access: accessOf(field, purposes),
    })),
    decisions: decisions.map((one) => ({ ...one, covers: covers(one, labels.computed.labels, day) })),
    whoCanChange: manager?.names ?? register.ownerNames,
  };
}
