/** What waits for approval is owed by somebody who may give it: the nearest steward upwards who did not write it, or the data office. */
import { bodiesHolding, findBody, postsOf } from '../../bodies/index.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Post } from '../../platform/room.ts';
import { closeWork, openWork } from '../../platform/work/index.ts';

type Timed = Pick<Context, 'clock' | 'profile'>;

export interface Waiting {
  readonly what: 'connector' | 'webhook';
  readonly code: string;
  /** Id of the body it is for. */
  readonly body: number;
  /** Account that wrote it, which never approves it. */
  readonly madeBy: string;
}

const kindOf = (what: Waiting['what']) => `exchange.approve-${what}`;

/** Opens it; what was owed about an earlier writing of it is owed no longer. In the transaction of the act. */
export async function oweApproval(context: Timed, tx: Db, waiting: Waiting): Promise<void> {
  const { what, code } = waiting;
  await approvalGiven(context, tx, waiting, 'withdrawn');
  await openWork(tx, {
    kind: kindOf(what),
    title: { key: `exchange:${what}s.approve`, values: { [what]: code } },
    ...(await approver(tx, dayOf(context.clock.now(), context.profile.timeZone), waiting)),
    link: `/exchange/${what}s/${encodeURIComponent(code)}`,
    subject: code,
    now: context.clock.now(),
  });
}

export async function approvalGiven(
  { clock }: Pick<Context, 'clock'>,
  tx: Db,
  { what, code }: Pick<Waiting, 'what' | 'code'>,
  as: 'done' | 'withdrawn' = 'done',
): Promise<void> {
  await closeWork(tx, { kind: kindOf(what), subject: code, by: 'system', as, now: clock.now() });
}

async function approver(
  tx: Db,
  day: string,
  { body, madeBy }: Waiting,
): Promise<{ readonly body: number; readonly post: Post }> {
  const own = (await postsOf(tx, madeBy, day)).filter(({ posts }) => posts.includes('steward')).map((one) => one.body);
  const stewards = new Set((await bodiesHolding(tx, 'steward', day)).filter((one) => !own.includes(one)));
  for (let at = await findBody(tx, body); at; at = at.parent === null ? undefined : await findBody(tx, at.parent)) {
    if (stewards.has(at.id)) return { body: at.id, post: 'steward' };
  }
  const [office] = await bodiesHolding(tx, 'data-office', day);
  return { body: office ?? body, post: 'data-office' };
}
