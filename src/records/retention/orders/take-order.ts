/** At whoever received rows: an order of their home comes in. Nothing goes before somebody here has decided. */
import { listBodies } from '../../../bodies/index.ts';
import {
  findAgreement,
  findReceived,
  findRegister,
  insertReceived,
  listBases,
  listGrants,
  remindedReceived,
  writeGovernance,
} from '../../../governance/index.ts';
import type { Context } from '../../../platform/context.ts';
import type { Db } from '../../../platform/db/db.ts';
import { Problem } from '../../../platform/http/problem.ts';
import type { Arriving, Taken } from '../../../platform/travel.ts';
import { openRegister } from '../../open-register.ts';
import { copiesOf, type HeldCopy } from '../../store/ordered.ts';
import { oweAnswer } from './open-orders.ts';
import type { Ordered } from './told.ts';

/** Can be turned off by a test, which must then see what it defends against. */
export type OrderCheck = 'home' | 'grant' | 'origin';

const refuse = (reason: string): Taken => ({ taken: false, reason });
const wait = (reason: string): Taken => ({ taken: 'later', reason });

export async function takeOrder(
  context: Context,
  tx: Db,
  arriving: Arriving,
  { told, off = [] }: { readonly told: Ordered; readonly off?: readonly OrderCheck[] },
): Promise<Taken> {
  const { from, to, origin } = arriving;
  const held = await findReceived(tx, told.order);
  if (held) {
    const isTheirs = held.origin === origin && held.giver === from && held.consumer === to;
    if (!isTheirs && !off.includes('origin')) return refuse('code-taken');
    return remind(context, tx, { told, held, origin });
  }
  const unknown = await missing(tx, told);
  if (unknown !== undefined) return wait(unknown);
  const copies = await copiesHere(tx, told);
  if (copies === undefined) return wait('unknown-register');
  if (!(await areTheirs(tx, arriving, copies)) && !off.includes('home')) return refuse('not-yours-to-say');
  const grants = await listGrants(tx, to);
  const isGranted = grants.some(
    ({ agreement, register }) => agreement === told.agreement && register === told.register,
  );
  if (!isGranted && !off.includes('grant')) return refuse('no-grant');
  await writeGovernance(
    context,
    actOf(told, origin),
    (inner, changeSet) => put(context, inner, { arriving, told, copies, changeSet }),
    tx,
  );
  return { taken: true };
}

const actOf = (told: Ordered, origin: string) =>
  ({
    ...{ action: 'records.take-order', subject: `disposal-order/${told.order}`, kind: 'governance' as const },
    by: { account: origin, body: null, rule: 'exchange/own-bodies' },
  }) as const;

/** What it rests on and may still be on its way. */
async function missing(tx: Db, { register, agreement, basis }: Ordered): Promise<string | undefined> {
  if (!(await findRegister(tx, register))) return 'unknown-register';
  if (!(await findAgreement(tx, agreement))) return 'unknown-agreement';
  return (await listBases(tx)).some(({ code }) => code === basis.code) ? undefined : 'unknown-purpose';
}

async function copiesHere(tx: Db, { register, records }: Ordered): Promise<HeldCopy[] | undefined> {
  try {
    return await copiesOf(tx, (await openRegister(tx, register)).entity, records);
  } catch (error) {
    if (error instanceof Problem && error.kind.slug === 'register-not-ready') return undefined;
    throw error;
  }
}

/** Only the home of a row orders that its copies go: what is at home here, or at a third node, is not theirs to say. */
async function areTheirs(tx: Db, { isTheirs }: Arriving, copies: readonly HeldCopy[]): Promise<boolean> {
  const codes = new Map((await listBodies(tx)).map(({ id, code }) => [id, code]));
  return copies.every(({ body }) => isTheirs(codes.get(body) ?? ''));
}

interface Putting {
  readonly arriving: Arriving;
  readonly told: Ordered;
  readonly copies: readonly HeldCopy[];
  readonly changeSet: number;
}

async function put(context: Context, tx: Db, { arriving, told, copies, changeSet }: Putting): Promise<void> {
  const { order: id, disposal, register, agreement, way, term, basis, records, due: dueOn, reminded } = told;
  const { from: giver, to: consumer, origin } = arriving;
  const one = {
    ...{ id, origin, disposal, register, giver, consumer, agreement, way, term, basis: basis.code, records, dueOn },
    ...{ held: copies.length, receivedAt: context.clock.now().toISOString(), reminded },
  };
  await insertReceived(tx, one, changeSet);
  await oweAnswer(context, tx, { ...one, count: records.length }, reminded > 0);
}

interface Reminding {
  readonly told: Ordered;
  readonly held: NonNullable<Awaited<ReturnType<typeof findReceived>>>;
  readonly origin: string;
}

/** The same order again changes nothing but that somebody is reminded. */
async function remind(context: Context, tx: Db, { told, held, origin }: Reminding): Promise<Taken> {
  if (told.reminded <= held.reminded || held.state !== 'received') return { taken: true };
  await writeGovernance(
    context,
    actOf(told, origin),
    async (inner) => {
      await remindedReceived(inner, held.id, told.reminded);
      await oweAnswer(context, inner, { ...held, count: held.records.length }, true);
    },
    tx,
  );
  return { taken: true };
}
