/** Brings golden people and the pairs that wait up to date with links and decisions: of some records, or of all. */
import { listBodies, type Body } from '../../bodies/index.ts';
import { findRegister } from '../../governance/index.ts';
import type { Db } from '../../platform/db/db.ts';
import { newId } from '../../platform/ids.ts';
import { closeWork, openWork } from '../../platform/work/index.ts';
import { groupRecords } from './group-records.ts';
import type { LinkedEntity } from './model.ts';
import { namePeople } from './name-people.ts';
import { noteDuplicates } from '../store/duplicates.ts';
import { standingDecisions } from './store/decision.ts';
import * as duplicates from './store/duplicate.ts';
import { knownRecords, linksAmong, reachable } from './store/link.ts';
import * as people from './store/person.ts';

export interface Regrouping {
  /** The change set that brought it about. */
  readonly changeSet: number | null;
  readonly now: Date;
}

/** @param seeds records that changed, gone ones too */
export async function regroup(
  tx: Db,
  of: LinkedEntity,
  seeds: readonly string[] | 'all',
  { changeSet, now }: Regrouping,
): Promise<void> {
  const { entity, settings } = of;
  const at = now.toISOString();
  const records = seeds === 'all' ? seeds : await reachable(tx, of, seeds);
  const former = seeds === 'all' ? [] : [...(await people.peopleOfRecords(tx, entity, seeds)).values()];
  await people.dropGone(tx, entity, seeds);
  const known = await knownRecords(tx, entity, records);
  const groups = groupRecords({
    records: known,
    links: await linksAmong(tx, entity, records),
    decisions: await standingDecisions(tx, entity, records),
    match: settings.thresholds.match,
  });
  const named = namePeople(groups, await people.peopleOf(tx, entity, records));
  const registers = new Map(known.map((one) => [one.record, one.register]));
  const touched = await people.putMembership(tx, { entity, groups: named, registers, changeSet, at });
  await refreshDuplicates(tx, of, seeds === 'all' ? 'all' : [...new Set([...touched, ...former])], now);
}

const pairOf = (one: string | null, other: string | null) => [one ?? '', other ?? ''].sort().join(' ');

/** Opens what should wait, leaves what waits already, withdraws what need not wait any more. */
async function refreshDuplicates(tx: Db, of: LinkedEntity, about: readonly string[] | 'all', now: Date): Promise<void> {
  const at = now.toISOString();
  const wanted = new Map(
    (await duplicates.wantedDuplicates(tx, of, about)).map((one) => [pairOf(one.leftPerson, one.rightPerson), one]),
  );
  const bodies = new Set<number>();
  for (const open of await duplicates.openAbout(tx, of.entity, about)) {
    const pair = pairOf(open.leftPerson, open.rightPerson);
    const found = wanted.get(pair);
    bodies.add(open.body);
    wanted.delete(pair);
    // What somebody asked for waits until it is answered, whatever the links say.
    if (open.reason === 'proposed' && open.leftPerson && open.rightPerson && open.leftPerson !== open.rightPerson)
      continue;
    if (found && found.left === open.left && found.right === open.right)
      await duplicates.updateDuplicate(tx, open.id, found);
    else await duplicates.closeDuplicate(tx, open.id, 'withdrawn', at);
    if (found && (found.left !== open.left || found.right !== open.right)) wanted.set(pair, found);
    if (found) bodies.add(found.body);
  }
  for (const one of wanted.values()) {
    await duplicates.openDuplicate(tx, { id: newId(now), entity: of.entity, wanted: one, at });
    bodies.add(one.body);
  }
  await tellKeepers(tx, of, [...bodies], now);
  await noteCounts(tx, of, [...bodies], now);
}

/** What the figures count: pairs that wait or were found to be one person; those that are two are none. */
async function noteCounts(tx: Db, of: LinkedEntity, homes: readonly number[], at: Date): Promise<void> {
  for (const { register, external } of of.registers) {
    if (external) continue;
    const tallies = new Map(
      (await duplicates.tallyDuplicates(tx, { register, bodies: homes })).map((one) => [one.body, one.open + one.same]),
    );
    for (const body of homes) await noteDuplicates(tx, { register, body, found: tallies.get(body) ?? 0, at });
  }
}

/** What waits is owed by whoever keeps the records: one item a body and entity. */
async function tellKeepers(tx: Db, of: LinkedEntity, homes: readonly number[], now: Date): Promise<void> {
  if (homes.length === 0) return;
  const all = await listBodies(tx);
  const byId = new Map(all.map((body) => [body.id, body]));
  const rules = await Promise.all(
    of.registers.filter((one) => !one.external).map((one) => findRegister(tx, one.register)),
  );
  const levels = rules.map((one) => one?.updatingBody?.level);
  const keepers = new Set(homes.map((home) => keeperOf(byId, levels, home)));
  for (const keeper of keepers) {
    const below = all.map(({ id }) => id).filter((id) => keeper === keeperOf(byId, levels, id));
    const [count] = [await duplicates.tallyDuplicates(tx, { bodies: below })];
    const open = count.reduce((sum, one) => sum + one.open, 0);
    const about = { kind: 'registers.review-duplicates', subject: of.entity, body: keeper };
    if (open === 0) await closeWork(tx, { ...about, by: 'system', now });
    else
      await openWork(tx, {
        ...about,
        title: { key: 'registers:work.duplicates', values: { count: open } },
        post: 'officer',
        due: null,
        link: await linkTo(tx, of.entity, byId.get(keeper)?.code ?? '', below),
        now,
      });
  }
}

/** One pair leads to its page, several to those that this keeper answers for. */
async function linkTo(tx: Db, entity: string, keeper: string, homes: readonly number[]): Promise<string> {
  const [first, ...more] = await duplicates.openOf(tx, entity, homes, 2);
  return first !== undefined && more.length === 0
    ? `/registers/duplicates/${first}`
    : `/registers/duplicates?body=${encodeURIComponent(keeper)}`;
}

/** The nearest body above a home, or it itself, of a level that keeps such records. */
function keeperOf(byId: ReadonlyMap<number, Body>, levels: readonly (string | undefined)[], home: number): number {
  const path = [...(byId.get(home)?.path ?? [])].reverse();
  return path.find((id) => levels.includes(byId.get(id)?.level ?? '')) ?? home;
}
