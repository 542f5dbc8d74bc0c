/** Who keeps a row: the body of the level where the data arise, as the register's updating rule says. Pure. */
import type { UpdatingRule } from './model.ts';

export interface Placed {
  readonly id: number;
  readonly level: string;
  readonly kind: string;
  readonly from: string | null;
  readonly to: string | null;
}

/**
 * The nearest body, from the row's home upwards, that the rule names; where it names none of them, the home itself.
 * A body that is closed keeps nothing any more: what it kept is the next one's above it.
 * @param path from the root down to the home
 * @param day `YYYY-MM-DD`
 */
export function keeperOf(rule: UpdatingRule, path: readonly Placed[], day: string): number | undefined {
  if (rule.body !== undefined) return rule.body;
  const isOpen = ({ from, to }: Placed) => (from === null || from <= day) && (to === null || day <= to);
  const isNamed = ({ level, kind }: Placed) =>
    (rule.level !== undefined || rule.kind !== undefined) &&
    (rule.level === undefined || level === rule.level) &&
    (rule.kind === undefined || kind === rule.kind);
  const upwards = path.toReversed();
  const found = upwards.find((body) => isOpen(body) && isNamed(body)) ?? upwards.find(isOpen) ?? upwards[0];
  return found?.id;
}
