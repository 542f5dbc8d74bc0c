/** Puts an entry into a proposal, proposes that it goes, or takes it out of the proposal again. */
import type { Context } from '../../platform/context.ts';
import { problems as platformProblems } from '../../platform/problems.ts';
import type { Authored } from '../import/model.ts';
import * as entries from '../store/proposal-entry.ts';
import { actOn, type Acting } from './act-on-proposal.ts';
import { authoredIndex, keyName, SETTINGS, withoutEdition } from './candidate.ts';
import { proposalProblems as problems } from './proposal-problems.ts';
import type { EntryKind } from './proposal-shapes.ts';

export interface EntryAddress {
  readonly proposal: number;
  readonly revision: number;
  readonly kind: EntryKind;
  readonly key: string;
}

export type Put = EntryAddress &
  (
    | { readonly action: 'put'; readonly authored: Authored }
    | { readonly action: 'remove'; readonly authored?: undefined }
  );

/**
 * Findings do not stop it: a draft may be wrong.
 * @throws problems.entryKeyDiffers, problems.proposalEntryNotFound when there is nothing to remove, and what `actOn` throws
 */
export async function putEntry(context: Context, put: Put, acting: Acting): Promise<void> {
  const authored = put.authored === undefined ? null : tidy(put.kind, put.key, put.authored);
  const { proposal, revision, kind, key, action } = put;
  await actOn(context, { proposal, revision, action: 'edit', acting }, async ({ tx, now, current, ...scene }) => {
    const theirs = authoredIndex(current.plan)[kind].get(key);
    const there = scene.entries.some((one) => one.kind === kind && one.key === key);
    const canGo = kind !== 'settings' && (theirs !== undefined || there);
    if (action === 'remove' && !canGo) throw problems.proposalEntryNotFound({ proposal, key });
    const entry = { kind, key, action, authored, base: theirs ?? null };
    await entries.put(tx, proposal, [entry], { account: acting.account, body: acting.body, now });
    return {};
  });
}

/** @throws problems.proposalEntryNotFound, and what `actOn` throws */
export async function dropEntry(context: Context, drop: EntryAddress, acting: Acting): Promise<void> {
  const { proposal, revision, kind, key } = drop;
  await actOn(context, { proposal, revision, action: 'edit', acting }, async ({ tx }) => {
    const dropped = await entries.drop(tx, proposal, kind, key);
    if (dropped === 0) throw problems.proposalEntryNotFound({ proposal, key });
    return {};
  });
}

/** As it is stored: its own key, no edition in the settings, not deeper than anybody writes. */
export function tidy(kind: EntryKind, key: string, authored: Authored): Authored {
  refuseDeep(authored);
  const name = keyName[kind];
  if (name === undefined) {
    if (key !== SETTINGS) throw problems.entryKeyDiffers({ key, stated: SETTINGS });
    return withoutEdition(authored);
  }
  const stated = authored[name];
  if (stated !== undefined && stated !== key) {
    throw problems.entryKeyDiffers({ key, stated: typeof stated === 'string' ? stated : typeof stated });
  }
  return { [name]: key, ...authored };
}

const DEEPEST = 30;

/** Level by level, without recursion: a value nested a million times must not end the process. */
export function refuseDeep(authored: unknown): void {
  let level: unknown[] = [authored];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) throw platformProblems.invalidRequest();
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
}
