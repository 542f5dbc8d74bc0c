/** A database and a data folder in which a profile is installed, and its story told: told once a run, then copied. */
import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClone, testDatabase, urlOf } from './database.ts';
import { onceARun } from './once.ts';
import { tellDemo, tellFirstRelease } from '../../src/demo.ts';
import { openNode, PROFILES } from '../../src/node.ts';
import { dayOf } from '../../src/platform/clock.ts';
import { readConfig } from '../../src/platform/config.ts';
import { readProfile } from '../../src/platform/profile.ts';

export interface Place {
  readonly databaseUrl: string;
  readonly folder: string;
}

interface Wish {
  readonly profile?: string;
  /** Without the story: the profile's bodies, registers and people, and no rows. */
  readonly withoutStory?: boolean;
  /** Copies of one place are one node, with one set of keys: nodes that meet each other sit in different seats. */
  readonly seat?: number;
}

/** The profile's day. A story counts from the day on which it is told: after midnight it is told anew. */
export const todayAt = (profile: string): string => dayOf(new Date(), readProfile(PROFILES, profile).timeZone);

/** Call it at the top of a file or in `beforeAll`. The database goes with the file's tests; the folder is the caller's. */
export async function toldPlace({ profile = 'vn-demo', withoutStory = false, seat = 0 }: Wish = {}): Promise<Place> {
  const name = ['told', profile, todayAt(profile), withoutStory ? 'bare' : 'story', String(seat)].join('-');
  const told = await onceARun(name, (folder) => tell(name, { folder, profile, withoutStory }));
  const folder = mkdtempSync(join(tmpdir(), 'artery-node-'));
  cpSync(told, folder, { recursive: true });
  return { databaseUrl: urlOf((await testDatabase(1, name)).connection), folder };
}

async function tell(name: string, wish: { folder: string; profile: string; withoutStory: boolean }): Promise<void> {
  const { folder, profile, withoutStory } = wish;
  const config = readConfig({
    ARTERY_DATA: folder,
    ARTERY_LOG: 'error',
    ARTERY_DB_CONNECTIONS: '6',
    ARTERY_PROFILE: profile,
    DATABASE_URL: urlOf(await createClone(name)),
  });
  await using node = await openNode({ config });
  await tellFirstRelease(node.context, PROFILES);
  await node.install();
  if (withoutStory) return;
  await tellDemo(node, join(folder, 'files'));
  await using running = await node.follow();
  await running.settled();
}
