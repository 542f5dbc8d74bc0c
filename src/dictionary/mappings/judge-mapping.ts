/** Everything there is to say about a stored mapping under the release in force: findings, coverage, maturity, debt. */
import type { Db } from '../../platform/db/db.ts';
import { codeLookup } from '../codes/codes-of.ts';
import { currentRelease, getRelease, type Release } from '../current-release.ts';
import type { EntityPlan } from '../plan.ts';
import type { StoredMapping } from '../store/mapping.ts';
import { compileMapping, type CompiledMapping } from './compile-mapping.ts';
import { coverageOf, maturityOf, type Coverage, type Maturity, type RecordedTrial } from './coverage.ts';
import { debtOf, type Debt } from './debt.ts';
import type { Mapping, MappingFinding } from './model.ts';
import { recodingsOf } from './recodings.ts';
import { linesToCheck, type ToCheck } from './to-check.ts';

export interface Judged {
  readonly stored: StoredMapping;
  readonly findings: readonly MappingFinding[];
  readonly coverage: Coverage;
  readonly maturity: Maturity;
  readonly toCheck: readonly ToCheck[];
  readonly debt: readonly Debt[];
  readonly trial: RecordedTrial | undefined;
  /** Declared in the mapping, else what the inventory says; null: nobody knows. */
  readonly records: number | null;
}

export async function judgeMappings(db: Db, stored: readonly StoredMapping[], today: string): Promise<Judged[]> {
  if (stored.length === 0) return [];
  const release = await currentRelease(db);
  const judged: Judged[] = [];
  for (const one of stored) {
    const before = one.release === release.number ? release : await getRelease(db, one.release);
    judged.push(await judge(db, one, { release, before, today }));
  }
  return judged;
}

interface Scene {
  readonly release: Release;
  readonly before: Release;
  readonly today: string;
}

/** What is mapped to an entity that is gone is judged by an entity without fields: every line is wrong then. */
const GONE = { fields: [], key: [], checks: [], groups: [] };

async function judge(db: Db, stored: StoredMapping, { release, before, today }: Scene): Promise<Judged> {
  const { content: mapping, revision } = stored;
  const found = release.plan.entities.find((one) => one.name === mapping.entity);
  const entity = found ?? ({ ...GONE, name: mapping.entity } as unknown as EntityPlan);
  const compiled: CompiledMapping = compileMapping(mapping, entity, {
    settings: release.plan.settings,
    today,
    codes: await codeLookup(db, [entity], today),
    recodings: await recodingsOf(db, mapping, entity, today),
  });
  const coverage = coverageOf(mapping, entity, compiled);
  const toCheck = linesToCheck(mapping, before.plan, release.plan);
  const trial = trialOf(stored);
  const records = recordsOf(mapping, stored);
  return {
    stored,
    findings: compiled.findings,
    coverage,
    maturity: maturityOf({
      mapping,
      entity,
      compiled,
      coverage,
      revision,
      trial,
      release: release.number,
      toCheck: toCheck.length,
    }),
    toCheck,
    debt: debtOf({
      mapping,
      coverage,
      revision,
      trial,
      records,
      findings: compiled.findings,
      toCheck: toCheck.map((one) => one.to),
    }),
    trial,
    records,
  };
}

const recordsOf = ({ records }: Mapping, stored: StoredMapping): number | null => records ?? stored.records;

function trialOf(stored: StoredMapping): RecordedTrial | undefined {
  const { trialRevision: revision, trialRelease: release, trialRows: rows, trialPassed: passed } = stored;
  if (revision === null || release === null || rows === null || passed === null) return undefined;
  return { revision, release, rows, passed };
}
