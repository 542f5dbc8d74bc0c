/** What the profile says of requests is held against its bases before anybody asks. */
import { listBases, subjectSettings } from '../../governance/index.ts';
import type { Context } from '../../platform/context.ts';
import { ProfileError } from '../../platform/profile.ts';

/** @throws ProfileError */
export async function installSubjectRequests({ db, profile }: Pick<Context, 'db' | 'profile'>): Promise<void> {
  const erase = subjectSettings(profile).kinds.get('erase');
  if (!erase) return;
  const known = (await listBases(db)).some(({ code }) => code === erase.basis);
  if (!known)
    throw new ProfileError(`subject-requests: erase has no legal basis "${erase.basis ?? ''}" of the profile`);
}
