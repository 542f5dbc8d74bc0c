/** Labels of a register as they hold today: computed from the release in force, lowered only by a decision that covers it. */
import { planEntity, type RegisterEntity } from './register-entity.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Register } from '../model.ts';
import { isAtLeast, labelsOf, looserIn, type Computed } from './algebra.ts';
import type { Label, LabelSet } from './model.ts';
import { raiseRules } from './raise-rules.ts';
import type { LabelDecision } from './store/label-decision.ts';

export interface RegisterLabels {
  readonly stated: LabelSet;
  readonly computed: Computed;
  readonly effective: LabelSet;
  /** The decision that lowers, where one covers what is computed. */
  readonly decision: LabelDecision | undefined;
  readonly looser: readonly Label[];
}

/** What a register's own page says; secrecy is never stated, because what is secret is not in a register. */
export const statedOf = ({ labels }: Pick<Register, 'labels'>): LabelSet => ({ ...labels, secrecy: 'none' });

/** A decision lowers what it was made for: as soon as more is computed than it knew, it lowers nothing. */
export const covers = (decision: LabelDecision, computed: LabelSet, day: string): boolean =>
  decision.reviewOn >= day && isAtLeast(decision.from, computed);

/** Pure. @param decisions of this register, the newest first @param day today */
export function holdOn(
  stated: LabelSet,
  computed: Computed,
  { decisions, day }: { readonly decisions: readonly LabelDecision[]; readonly day: string },
): RegisterLabels {
  const newest = decisions[0];
  const decision = newest && covers(newest, computed.labels, day) ? newest : undefined;
  const effective = decision ? decision.to : computed.labels;
  return { stated, computed, effective, decision, looser: looserIn(stated, effective) };
}

/** @param entity of the register under the release in force; undefined: nothing is computed yet */
export function computeLabels(profile: Context['profile'], entity: RegisterEntity | undefined): Computed {
  const parts = (entity?.fields ?? []).map(({ element, labels }) => ({ element, labels }));
  return labelsOf(parts, raiseRules(profile));
}

export async function labelsHere(
  context: Context,
  db: Db,
  register: Register,
  at: { readonly decisions: readonly LabelDecision[]; readonly day: string },
): Promise<RegisterLabels> {
  const entity = await planEntity(db, register.name);
  const own = at.decisions.filter((one) => one.register === register.name);
  return holdOn(statedOf(register), computeLabels(context.profile, entity), { ...at, decisions: own });
}
