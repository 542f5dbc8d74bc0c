/** Publishes a compiled plan as the next release: numbered, compared with the one before, never changed again. */
import type { Context } from '../platform/context.ts';
import type { Db } from '../platform/db/db.ts';
import type { Texts } from '../platform/texts.ts';
import { applyImport } from './codes/apply-import.ts';
import { putReleaseCrosswalks } from './crosswalks/put-release-crosswalks.ts';
import { getRelease, type Release } from './current-release.ts';
import { layOverlay } from './overlay/lay-overlay.ts';
import { diffPlans, type Change, type Difference } from './diff.ts';
import { hashOf } from './canonical.ts';
import type { CodeListPlan, Plan } from './plan.ts';
import { problems } from './problems.ts';
import type { Content } from './release-file.ts';
import { indexEntries, planEntries } from './search.ts';
import * as codes from './store/code.ts';
import * as entries from './store/entry.ts';
import * as versionStore from './store/entry-version.ts';
import * as store from './store/release.ts';
import { countVersions, entriesOf, type Versions } from './versions/entry-version.ts';
import { versionsAsOf } from './versions/read-versions.ts';
import { versionTooLow } from './versions/version-too-low.ts';
import { recordChange, takeChange, type Author } from './write-change.ts';

export interface Publication {
  readonly note?: Texts;
  /** The number that a signed release brings along: it must be the next one. */
  readonly number?: number;
  /** What is written with it, in its transaction. */
  readonly within?: (tx: Db, number: number) => Promise<void>;
  /** Signs it with the node's key; a release without a signature is one that was never sent anywhere. */
  readonly sign?: (content: Content, number: number) => { readonly by: string; readonly bytes: Uint8Array };
  /** Of its entries, as a signed release brings them along; otherwise they are counted. */
  readonly versions?: Versions | undefined;
}

/**
 * The same plan as the newest release changes nothing.
 * @throws problems.versionTooLow when an element states a version below what its change asks for
 * @throws problems.hashMismatch when the plan was changed after it was compiled
 * @throws problems.releaseDoesNotFit when it has a number, and that is not the next one
 */
export async function publishRelease(
  context: Context,
  plan: Plan,
  by: Author,
  publication: Publication = {},
): Promise<Release> {
  const { hash, ...rest } = plan;
  if (hashOf(rest) !== hash) throw problems.hashMismatch();
  return context.db.transaction((tx) => publishIn(context, tx, { plan, by, publication }));
}

interface Act {
  readonly plan: Plan;
  readonly by: Author;
  readonly publication: Publication;
}

async function publishIn(context: Context, tx: Db, { plan, by, publication }: Act): Promise<Release> {
  await store.lockReleases(tx);
  const head = await store.latest(tx);
  const number = nextNumber(head?.number ?? 0, publication);
  if (head?.hash === plan.hash) return getRelease(tx, head.number);
  const before = head ? await getRelease(tx, head.number) : undefined;
  const difference = before ? diffPlans(before.plan, plan) : undefined;
  const { versions, steps } = await count(tx, { before, plan, difference, publication });
  const changeSet = await takeChange(tx);
  await store.insert(tx, {
    number,
    plan,
    verdict: difference?.verdict ?? 'first',
    changes: difference?.changes ?? [],
    note: publication.note,
    signature: publication.sign?.({ plan, versions }, number),
    changeSet,
    now: context.clock.now(),
  });
  await versionStore.insert(tx, number, steps);
  await putContent(tx, await layOverlay(context, tx, { number, plan }), changeSet);
  await publication.within?.(tx, number);
  const taken = publication.number !== undefined;
  const action = taken ? 'dictionary.take-release' : 'dictionary.publish-release';
  const act = { kind: 'release', action, subject: 'dictionary', by } as const;
  await recordChange(context, tx, act, { changeSet, release: number, ...countChanges(plan, difference?.changes) });
  return getRelease(tx, number);
}

interface Counting {
  readonly before: Release | undefined;
  readonly plan: Plan;
  readonly difference: Difference | undefined;
  readonly publication: Publication;
}

/** What a signed release says of its versions is its publisher's word; everything else is counted, and held against it. */
async function count(tx: Db, { before, plan, difference, publication }: Counting) {
  const known = before && { plan: before.plan, versions: await versionsAsOf(tx, before.number) };
  const counted = countVersions(known, plan, difference?.changes ?? []);
  if (publication.number === undefined && counted.tooLow.length > 0) throw versionTooLow(counted.tooLow);
  const { versions } = publication;
  if (versions === undefined) return counted;
  const steps = entriesOf(plan).flatMap(({ kind, key }) => {
    const version = versions[kind][key];
    const old = known?.versions[kind][key];
    return version === undefined || version === old ? [] : [{ kind, key, version }];
  });
  return { versions, steps };
}

function nextNumber(newest: number, { number }: Publication): number {
  const next = newest + 1;
  if (number !== undefined && number !== next) throw problems.releaseDoesNotFit({ release: number, next });
  return next;
}

/** What the release says, where it is looked up: lists, their codes, the search index. */
export async function putContent(tx: Db, plan: Plan, changeSet: number): Promise<void> {
  await codes.putLists(tx, plan.codeLists);
  for (const list of plan.codeLists) if (list.kind === 'release') await putReleaseList(tx, list, changeSet);
  await putReleaseCrosswalks(tx, plan.codeLists, changeSet);
  const kinds = ['element', 'entity', 'code-list'];
  await entries.removeKinds(tx, kinds);
  await entries.removeNamesOfKinds(tx, kinds);
  await indexEntries(tx, planEntries(plan));
}

function countChanges(plan: Plan, changes: readonly Change[] | undefined) {
  if (!changes) return { added: plan.elements.length, changed: 0, ended: 0 };
  const count = (end: string) => changes.filter((change) => change.reason.endsWith(end)).length;
  const [added, ended] = [count('.added'), count('.removed')];
  return { added, changed: changes.length - added - ended, ended };
}

/** A list that is part of the release holds exactly what the release says. */
async function putReleaseList(tx: Db, list: CodeListPlan, changeSet: number): Promise<void> {
  const existing = await codes.codesOfList(tx, list.code);
  const desired = list.items.map((item): codes.WrittenCode => ({
    code: item.code,
    names: item.names,
    parent: item.parent ?? null,
    from: item.from ?? null,
    to: item.to ?? null,
    aliases: item.aliases,
    origin: 'release',
  }));
  const key = (row: { code: string; from: string | null }) => `${row.code}\n${row.from ?? ''}`;
  const say = ({ names, parent, to, aliases }: codes.WrittenCode | codes.CodeRecord) =>
    hashOf({ names, parent, to, aliases });
  const before = new Map(existing.map((row) => [key(row), row]));
  const insert = desired.filter((row) => {
    const old = before.get(key(row));
    return !old || say(old) !== say(row);
  });
  const kept = new Set(desired.filter((row) => !insert.includes(row)).map(key));
  const remove = existing.filter((row) => !kept.has(key(row))).map(({ code, from }) => ({ code, from }));
  await applyImport(tx, {
    list: list.code,
    plan: { insert, remove },
    successions: list.successions,
    origin: 'release',
    changeSet,
  });
}
