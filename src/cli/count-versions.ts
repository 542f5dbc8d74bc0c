/** The versions of the entries of a dictionary in files, counted from the release before it. */
import type { Change, Counted, Plan } from '../dictionary/index.ts';
import type { Tool } from './model.ts';
import { compiler, readPlan, type PlanSource } from './plan-source.ts';

/** @param before a release file that says its versions; of another plan those that its author states, else 1.0 */
export async function countAgainst(
  before: PlanSource | undefined,
  plan: Plan,
  known?: readonly Change[],
): Promise<Counted> {
  const { countVersions, diffPlans, statedVersions } = await compiler();
  if (!before) return countVersions(undefined, plan, []);
  const versions = before.release?.versions ?? statedVersions(before.plan);
  return countVersions({ plan: before.plan, versions }, plan, known ?? diffPlans(before.plan, plan).changes);
}

/** `DTD.DV.004: 1.0 → 2.0` */
export const saySteps = ({ t }: Tool, steps: Counted['steps']): string[] =>
  steps.map(({ key, before, version }) =>
    before === undefined ? t('cli:dictionary.version-new', { key, version }) : `${key}: ${before} → ${version}`,
  );

/** Stated versions that are too low, with their place and what helps. */
export async function sayTooLow({ t }: Tool, { tooLow }: Counted): Promise<string[]> {
  const { describeFinding, versionFinding, writePlace } = await compiler();
  return tooLow.map(versionFinding).map((one) => `${writePlace(one)}: ${describeFinding(one, t)}`);
}

export const previousOf = (tool: Tool, option: string | undefined): Promise<PlanSource | undefined> =>
  option === undefined ? Promise.resolve(undefined) : readPlan(tool, option);
