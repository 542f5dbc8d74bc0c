/** A plan → the folder of YAML that its authors would write: it compiles, and imports, to the same hash. */
import { writeProposal, type WrittenFile } from '../import/write-proposal.ts';
import type { Plan } from '../plan.ts';
import { authorPlan } from './author-plan.ts';

/** @param name of the profile: the folder's own name */
export function writeDictionary(plan: Plan, name: string): readonly WrittenFile[] {
  const { languages, hash } = plan;
  return writeProposal({ ...authorPlan(plan), languages, hash, findings: [], unresolved: [] }, name);
}
