/** Where no node runs: a profile, or files that describe registers → what the radar knows. */
import { looksLike, decode, readDrafts, type Format, type ImportFile } from '../../dictionary/import/index.ts';
import type { Plan } from '../../dictionary/index.ts';
import type { Profile } from '../../platform/profile.ts';
import { authoritiesOfDrafts, type DescribedDraft } from './authorities-of-drafts.ts';
import { authoritiesOfPlan, noSettings } from './authorities-of-plan.ts';
import type { Authorities } from './model.ts';
import { profileSources, readRadarSettings } from './read-settings.ts';

/** @throws problems.profileBroken */
export function authoritiesOfProfile(profile: Pick<Profile, 'files' | 'read'>, plan: Plan): Authorities {
  return authoritiesOfPlan(plan, { ...profileSources(profile, plan), settings: readRadarSettings(profile) });
}

/** Files that no reader knows are left out; a CSV or a workbook with data describes no register. */
export async function authoritiesOfFiles(files: readonly ImportFile[]): Promise<Authorities> {
  const described: DescribedDraft[] = [];
  for (const file of files) {
    const text = decode(file.bytes);
    const format = text === undefined ? undefined : looksLike(text);
    if (!isDescription(format)) continue;
    const { drafts } = await readDrafts([file], format);
    const kind = format === 'dsa' ? 'records' : 'elements';
    described.push(...drafts.map((draft): DescribedDraft => ({ draft, kind })));
  }
  return authoritiesOfDrafts(described, noSettings.leastQuality);
}

const isDescription = (format: Format | undefined): format is 'dsa' | 'ddl' | 'odcs' | 'json-schema' | 'table-schema' =>
  format !== undefined && ['dsa', 'ddl', 'odcs', 'json-schema', 'table-schema'].includes(format);

/** Of both, all. */
export function joinAuthorities(all: readonly Authorities[]): Authorities {
  const [first] = all;
  if (all.length === 1 && first) return first;
  const cited = all.find((one) => one.citation)?.citation;
  return {
    held: all.flatMap((one) => one.held),
    derivations: all.flatMap((one) => one.derivations),
    known: new Map(all.flatMap((one) => [...one.known])),
    common: new Map(all.flatMap((one) => [...(one.common ?? [])])),
    skipped: new Set(all.flatMap((one) => [...one.skipped])),
    ...(cited && { citation: cited }),
    leastQuality: Math.max(...all.map((one) => one.leastQuality)),
  };
}
