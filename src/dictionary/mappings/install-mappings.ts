/** Puts the profile's mappings in place: new ones, and newer editions of those that nobody edited here. */
import { system } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import { ProfileError } from '../../platform/profile.ts';
import { hashOf } from '../canonical.ts';
import * as store from '../store/mapping.ts';
import type { Author } from '../write-change.ts';
import { readMapping } from './read-mapping.ts';
import { insertMapping, updateMapping } from './save-mapping.ts';

const node: Author = { account: system.account, body: null, rule: 'governance/node-itself' };

/** @throws ProfileError with the file and what is wrong */
export async function installMappings(context: Context): Promise<void> {
  const files = context.profile
    .files('dictionary')
    .filter((file) => /^dictionary\/mappings\/.*\.ya?ml$/.test(file.path));
  for (const file of files) {
    const read = readMapping(file);
    if (!('mapping' in read)) {
      throw new ProfileError(read.faults.map(({ place, said }) => `${file.file}: ${place} ${said}`).join('\n'));
    }
    const content = read.mapping;
    const sourceHash = hashOf(content);
    const change = { content, sourceHash, by: node, origin: 'profile' } as const;
    const [before] = await store.list(context.db, { code: content.code });
    if (!before) await context.db.transaction((tx) => insertMapping(context, tx, change));
    else if (before.sourceHash !== sourceHash && before.origin === 'profile') {
      await context.db.transaction((tx) => updateMapping(context, tx, { ...change, revision: before.revision }));
    }
  }
}
