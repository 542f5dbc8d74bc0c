/** Puts the profile's dictionary in place: compiles it, publishes what is new, fetches the sources of imported lists. */
import { system } from '../platform/caller.ts';
import type { Context } from '../platform/context.ts';
import { ProfileError } from '../platform/profile.ts';
import { installSource } from './codes/install-source.ts';
import { compileProfileDictionary } from './compile.ts';
import { currentRelease } from './current-release.ts';
import type { CodeListPlan } from './plan.ts';
import { installMappings } from './mappings/install-mappings.ts';
import { installProfilePlan } from './proposals/propose-profile.ts';
import { releaseKey } from './take-release.ts';
import type { Author } from './write-change.ts';

const node: Author = { account: system.account, body: null, rule: 'governance/node-itself' };

/** @throws ProfileError with every finding, by file and line */
export async function install(context: Context): Promise<void> {
  if (context.profile.files('dictionary').length === 0) return;
  const { plan, findings } = compileProfileDictionary(context.profile);
  if (!plan) {
    const errors = findings.filter((finding) => finding.severity === 'error');
    const t = context.words.translator(context.profile.languages[0] ?? 'en');
    const lines = errors.map(
      ({ file, line, column, code, params }) =>
        `${file}:${String(line)}:${String(column)}: ${t(`dictionary:checks.${code}`, params)}`,
    );
    throw new ProfileError(lines.join('\n'));
  }
  const followed = await releaseKey(context);
  if (followed === undefined) await installProfilePlan(context, plan, node);
  else context.log.info({ key: followed }, 'the dictionary comes as signed releases; that of the profile is left');
  // Parents first: a code below is held against the codes above it.
  const { plan: inForce } = await currentRelease(context.db);
  const sourced = inForce.codeLists.filter((list) => list.source !== undefined);
  const isBelow = (list: CodeListPlan) => Number(sourced.some((other) => other.code === list.parentList));
  for (const list of sourced.toSorted((a, b) => isBelow(a) - isBelow(b))) {
    const set = await context.db.transaction((tx) => installSource(context, tx, list, node));
    if (set && set.length > 0) {
      context.log.info({ list: list.code, rows: set.length }, 'some rows of a code list were set apart');
    }
  }
  await installMappings(context);
}
