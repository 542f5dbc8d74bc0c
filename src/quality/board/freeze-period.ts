/**
 * Freezes what the data of each body are worth: keepers by the records they keep, and the bodies above them as sums.
 * The first period of a body is not scored, so that nobody is judged by what he found.
 */
import { createHash } from 'node:crypto';
import { listBodies } from '../../bodies/index.ts';
import { keepersOfRows, listRegisters } from '../../governance/index.ts';
import { workingCalendar } from '../../platform/calendar.ts';
import { appendChangeSet, takeChangeSet } from '../../platform/changes/index.ts';
import type { Caller } from '../../platform/caller.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Answer } from '../../platform/http/endpoint.ts';
import { openRegister } from '../../records/index.ts';
import { frameworkOf } from '../framework.ts';
import { problems } from '../problems.ts';
import { weightsOf } from '../read-scores.ts';
import { scoreFields, scoreQuality } from '../score.ts';
import { talliesOf, type TallyRecord } from '../store/tally.ts';
import type { freezePeriod as contract } from './contract.ts';
import * as store from './store/board.ts';

interface Part {
  readonly tallies: readonly TallyRecord[];
  readonly rolledUp: boolean;
}

/** @throws problems.periodFrozen, periodBackwards */
export async function freezePeriod(
  context: Context,
  caller: Caller,
  { code, from, to }: { readonly code: string; readonly from: string; readonly to: string },
): Promise<Answer<typeof contract>> {
  if (to < from) throw problems.periodBackwards({ from, to });
  const { db, clock, profile, audit } = context;
  const now = clock.now();
  const ownFrom = dayOf(now, profile.timeZone);
  const aboveFrom = workingCalendar(profile).addWorkingDays(ownFrom, frameworkOf(profile).fairness);
  return db.transaction(async (tx) => {
    const rows: store.Snapshot[] = [];
    for (const { name } of await listRegisters(tx))
      rows.push(...(await snapshotOf(context, tx, name, { ownFrom, aboveFrom })));
    const hash = createHash('sha256').update(JSON.stringify(rows)).digest('hex');
    const at = now.toISOString();
    if ((await store.putPeriod(tx, { code, from, to, aboveFrom, hash, at, by: caller.account })) === 0)
      throw problems.periodFrozen({ period: code });
    await store.putSnapshots(tx, code, rows);
    const act = { action: 'quality.freeze', actor: caller.account, body: caller.body, subject: `period/${code}` };
    const cause = await audit.record(tx, {
      ...act,
      allowed: true,
      rule: 'quality/freeze',
      counts: { figures: rows.length },
    });
    const change = { kind: 'quality', subject: `period/${code}`, body: caller.body, actor: caller.account } as const;
    await appendChangeSet(tx, { ...change, id: await takeChangeSet(tx), cause, begunAt: now, members: [] });
    return { code, from, to, frozenAt: at, aboveFrom, hash: null };
  });
}

type Days = Pick<store.Snapshot, 'ownFrom' | 'aboveFrom'>;

async function snapshotOf({ profile }: Context, tx: Db, register: string, days: Days): Promise<store.Snapshot[]> {
  const framework = frameworkOf(profile);
  const { entity } = await openRegister(tx, register);
  const weigh = weightsOf(entity, framework);
  const before = new Set((await store.scoredBefore(tx, register)).map(({ body }) => body));
  return [...(await partsOf(tx, register))].flatMap(([body, { tallies, rolledUp }]) => {
    const first = !before.has(body);
    const common = { register, body, first, rolledUp, withdrawn: false, ...days };
    const line = (criterion: string, score: ReturnType<typeof scoreFields>): store.Snapshot =>
      first
        ? { ...common, criterion, score: null, band: 'not-scored', assessed: null, failing: null }
        : { ...common, criterion, ...score };
    const qualities = framework.qualities
      .map(({ code }) => ({ code, own: tallies.filter(({ dimension }) => dimension === code) }))
      .filter(({ own }) => own.some(({ assessed }) => assessed > 0));
    return [
      line('', scoreFields(tallies, framework, weigh)),
      ...(first ? [] : qualities.map(({ code, own }) => line(code, scoreQuality(own, framework, weigh)))),
    ];
  });
}

/** Keepers with what they keep, and every body above one with the sum. */
async function partsOf(tx: Db, register: string): Promise<Map<number, Part>> {
  const keeperOf = await keepersOfRows(tx, register);
  const paths = new Map((await listBodies(tx)).map(({ id, path }) => [id, path]));
  const own = Map.groupBy(await talliesOf(tx, register, 'all'), ({ body }) => keeperOf(body) ?? body);
  const parts = new Map<number, Part>([...own].map(([body, tallies]) => [body, { tallies, rolledUp: false }]));
  for (const [keeper, tallies] of own) {
    for (const above of (paths.get(keeper) ?? []).slice(0, -1)) {
      const has = parts.get(above)?.tallies ?? [];
      parts.set(above, { tallies: [...has, ...tallies], rolledUp: true });
    }
  }
  return parts;
}
