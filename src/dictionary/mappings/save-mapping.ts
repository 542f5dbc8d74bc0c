/** A mapping is written, replaced, confirmed against a newer release, or taken away; a trial is put on record. */
import { getBody } from '../../bodies/index.ts';
import { problems as platform } from '../../platform/problems.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { currentRelease, getEntity, type Release } from '../current-release.ts';
import { problems } from '../problems.ts';
import { replaceUsage } from '../register-usage.ts';
import * as store from '../store/mapping.ts';
import { recordChange, takeChange, todayOf, type Author } from '../write-change.ts';
import type { Mapping } from './model.ts';

export interface Saved {
  readonly code: string;
  readonly revision: number;
  readonly changeSet: number;
}

/** @throws problems.mappingExists, problems.entityNotFound, bodies' bodyNotFound */
export async function createMapping(context: Context, content: Mapping, by: Author): Promise<Saved> {
  return context.db.transaction((tx) => insertMapping(context, tx, { content, by, origin: 'edit', sourceHash: null }));
}

interface Insertion {
  readonly content: Mapping;
  readonly by: Author;
  readonly origin: 'profile' | 'edit';
  readonly sourceHash: string | null;
}

export async function insertMapping(context: Context, tx: Db, insertion: Insertion): Promise<Saved> {
  const { content, by, ...rest } = insertion;
  const release = await currentRelease(tx);
  getEntity(release, content.entity);
  const body = await getBody(tx, content.body, todayOf(context));
  const changeSet = await takeChange(tx);
  const row = {
    content,
    body: body.id,
    release: release.number,
    by: by.account,
    now: context.clock.now(),
    changeSet,
    ...rest,
  };
  if ((await store.insert(tx, row)) === 0) throw problems.mappingExists({ mapping: content.code });
  await note(context, tx, { content, release, by, changeSet, action: 'create-mapping', counts: [1, 0, 0] });
  return { code: content.code, revision: 1, changeSet };
}

/**
 * Replaces the whole mapping; it is then written against the release in force.
 * @param revision the one the editor saw
 * @throws problems.mappingNotFound, problems.mappingBodyFixed, platform problems.preconditionFailed
 */
export async function saveMapping(context: Context, content: Mapping, revision: number, by: Author): Promise<Saved> {
  return context.db.transaction((tx) =>
    updateMapping(context, tx, { content, revision, by, origin: 'edit', sourceHash: null }),
  );
}

export async function updateMapping(
  context: Context,
  tx: Db,
  change: Insertion & { readonly revision: number },
): Promise<Saved> {
  const { content, revision, by, ...rest } = change;
  const before = await getMapping(tx, content.code);
  // Whoever may write for one body says nothing about another's mapping.
  if (before.content.body !== content.body) throw problems.mappingBodyFixed({ mapping: content.code });
  const release = await currentRelease(tx);
  getEntity(release, content.entity);
  const changeSet = await takeChange(tx);
  const row = {
    content,
    body: before.body,
    release: release.number,
    by: by.account,
    now: context.clock.now(),
    changeSet,
    ...rest,
  };
  // An edit of what the profile brought remembers what that was, so that the same edition is not laid over it.
  const sourceHash = rest.sourceHash ?? before.sourceHash;
  if ((await store.update(tx, { ...row, sourceHash }, revision)) === 0) throw platform.preconditionFailed();
  await note(context, tx, { content, release, by, changeSet, action: 'edit-mapping', counts: [0, 1, 0] });
  return { code: content.code, revision: revision + 1, changeSet };
}

/** Somebody looked at what a newer release touches and says that the mapping still holds. */
export async function confirmMapping(
  context: Context,
  { code, body, revision }: { readonly code: string; readonly body: string; readonly revision: number },
  by: Author,
): Promise<Saved> {
  const { content } = await getMapping(context.db, code);
  return saveMapping(context, { ...content, body }, revision, by);
}

/** @throws problems.mappingNotFound, problems.mappingBodyFixed, platform problems.preconditionFailed */
export async function removeMapping(
  context: Context,
  { code, body, revision }: { readonly code: string; readonly body: string; readonly revision: number },
  by: Author,
): Promise<{ changeSet: number }> {
  return context.db.transaction(async (tx) => {
    const { content } = await getMapping(tx, code);
    if (content.body !== body) throw problems.mappingBodyFixed({ mapping: code });
    const release = await currentRelease(tx);
    const changeSet = await takeChange(tx);
    if ((await store.remove(tx, code, revision)) === 0) throw platform.preconditionFailed();
    const empty = { ...content, lines: [] };
    await note(context, tx, { content: empty, release, by, changeSet, action: 'remove-mapping', counts: [0, 0, 1] });
    return { changeSet };
  });
}

/** @throws problems.mappingNotFound */
export async function getMapping(db: Db, code: string): Promise<store.StoredMapping> {
  const [found] = await store.list(db, { code });
  if (!found) throw problems.mappingNotFound({ mapping: code });
  return found;
}

interface Noted {
  readonly content: Mapping;
  readonly release: Release;
  readonly by: Author;
  readonly changeSet: number;
  readonly action: string;
  readonly counts: readonly [added: number, changed: number, ended: number];
}

/** What it uses, for element pages and rehearsals; the audit entry and the change set. */
async function note(
  context: Context,
  tx: Db,
  { content, release, by, changeSet, action, counts }: Noted,
): Promise<void> {
  const entity = getEntity(release, content.entity);
  const targets = new Set(content.lines.map((line) => line.to));
  const elements = entity.fields.filter((field) => targets.has(field.name)).map((field) => field.element);
  const owner = (await getBody(tx, content.body, todayOf(context))).id;
  const use = { room: 'dictionary', kind: 'mapping', subject: content.code, label: content.names, owner };
  await replaceUsage(tx, use, [...new Set(elements)]);
  const [added, changed, ended] = counts;
  const act = { kind: 'governance', action: `dictionary.${action}`, subject: `mapping-${content.code}`, by } as const;
  await recordChange(context, tx, act, { changeSet, added, changed, ended });
}
