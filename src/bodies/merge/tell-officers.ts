/** Whoever holds a post in a body that merged, or was parted again, finds it among their work until they have seen it. */
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Post } from '../../platform/room.ts';
import type { Texts } from '../../platform/texts.ts';
import { closeWork, openWork } from '../../platform/work/index.ts';
import * as posts from '../store/post.ts';
import { todayOf } from '../write-change.ts';

const KIND = 'bodies.merged';

export interface News {
  readonly merge: string;
  readonly bodies: readonly number[];
  readonly word: 'merged' | 'parted';
  readonly names: Texts;
}

/** Compliance reads the trail itself, and a developer's keys go on as they are. */
const told: readonly Post[] = ['leader', 'data-office', 'data-manager', 'steward', 'officer'];

export async function tellOfficers(context: Context, tx: Db, { merge, bodies, word, names }: News): Promise<void> {
  for (const body of bodies) {
    const held = new Set((await posts.inBody(tx, body, todayOf(context))).map(({ post }) => post as Post));
    for (const post of told.filter((one) => held.has(one)))
      await openWork(tx, {
        kind: KIND,
        title: { key: `bodies:work.${word}`, values: { into: names } },
        body,
        post,
        due: null,
        link: `/bodies/merges/${merge}`,
        subject: merge,
        now: context.clock.now(),
      });
  }
}

/** Seen by somebody of the body; absent: nobody has to see it any more. */
export const newsRead = (
  { clock }: Pick<Context, 'clock'>,
  tx: Db,
  merge: string,
  by: { account: string; body?: number },
) =>
  closeWork(tx, {
    kind: KIND,
    subject: merge,
    by: by.account,
    ...(by.body === undefined ? { as: 'withdrawn' } : { body: by.body }),
    now: clock.now(),
  });
