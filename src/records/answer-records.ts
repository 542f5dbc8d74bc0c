/** Records as the contract shows them, and the one refusal for what is absent and what may not be seen. */
import { getBody, subtreeIds } from '../bodies/index.ts';
import { refusedOrAbsent, visibleBodies } from '../governance/index.ts';
import type { Caller } from '../platform/caller.ts';
import { dayOf } from '../platform/clock.ts';
import type { Context } from '../platform/context.ts';
import type { About } from '../platform/http/endpoint.ts';
import { refusal } from '../platform/http/refusal.ts';
import type { Translate } from '../platform/i18n.ts';
import type { RecordView, Values } from './contract.ts';
import type { ReadRequest, RegisterTable, Scope, StoredRecord } from './model.ts';
import type { BodyName } from './name-bodies.ts';
import { knownOnDay } from './read-records.ts';

/** What every call brings. */
export interface Asking {
  readonly caller: Caller;
  readonly t: Translate;
}

export const recordView = (record: StoredRecord, nameOf: (id: number) => BodyName): RecordView => ({
  record: record.record,
  version: record.version,
  body: nameOf(record.body),
  ...(record.validFrom !== undefined && { validFrom: record.validFrom, validTo: record.validTo ?? null }),
  values: record.values as Values,
});

export const todayOf = ({ clock, profile }: Pick<Context, 'clock' | 'profile'>): string =>
  dayOf(clock.now(), profile.timeZone);

/**
 * The answer to whoever asks for a record that is not there, or not for him: one decision for both, word for word.
 * It is audited as a refusal.
 */
export async function absentOrRefused(
  context: Context,
  { caller, t }: Asking,
  permission: string,
  about: About,
): Promise<Error> {
  const decision = await refusedOrAbsent(context.db, caller, permission, about);
  await context.audit.append({
    action: permission,
    actor: caller.account,
    body: caller.body,
    subject: about.register ?? 'records',
    allowed: false,
    rule: decision.rule,
    detail: { facts: decision.facts },
  });
  return refusal(decision, t, caller.language);
}

/** Home bodies whose rows the caller may see, narrowed to the tree of the body he asked for. */
export async function scopeOf(
  context: Context,
  caller: Caller,
  permission: string,
  asked: { readonly register: string; readonly body?: string | undefined },
): Promise<Scope> {
  const visible = await visibleBodies(context.db, caller, permission, asked.register);
  if (asked.body === undefined) return visible;
  const body = await getBody(context.db, asked.body, todayOf(context)).catch(() =>
    getBody(context.db, asked.body ?? ''),
  );
  const tree = await subtreeIds(context.db, body.id);
  if (visible === 'all') return tree;
  const seen = new Set(visible);
  return tree.filter((id) => seen.has(id));
}

export interface When {
  readonly asOf?: string | undefined;
  readonly knownOn?: string | undefined;
}

/** Days of a request as the reads want them. @throws problems.invalidDay */
export async function whenOf(
  { db, profile }: Context,
  { asOf, knownOn }: When,
): Promise<Pick<ReadRequest, 'asOf' | 'knownOn'>> {
  return {
    ...(asOf !== undefined && { asOf }),
    ...(knownOn !== undefined && { knownOn: await knownOnDay(db, knownOn, profile.timeZone) }),
  };
}

/** `a,b,c`, or nothing for all. */
export const columnsOf = (text: string | undefined): { columns?: readonly string[] } =>
  text === undefined
    ? {}
    : {
        columns: text
          .split(',')
          .map((name) => name.trim())
          .filter(Boolean),
      };

/** Whether the record's home lies in the tree of the asked body. */
export const isIn = async (
  context: Context,
  table: RegisterTable,
  record: StoredRecord,
  body: string,
): Promise<boolean> => {
  const asked = await getBody(context.db, body, todayOf(context)).catch(() => undefined);
  return asked !== undefined && (await subtreeIds(context.db, asked.id)).includes(record.body);
};
