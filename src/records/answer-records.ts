/** Records as the contract shows them, and the one refusal for what is absent and what may not be seen. */
import { getBody, subtreeIds } from '../bodies/index.ts';
import { readCondition } from '../dictionary/index.ts';
import { consentingTo, readableRows, refusedOrAbsent, type Readable } from '../governance/index.ts';
import type { Caller } from '../platform/caller.ts';
import { dayOf } from '../platform/clock.ts';
import type { Context } from '../platform/context.ts';
import type { Decision } from '../platform/decision.ts';
import type { About } from '../platform/http/endpoint.ts';
import { refusal } from '../platform/http/refusal.ts';
import type { Translate } from '../platform/i18n.ts';
import type { RecordView, Values } from './contract.ts';
import {
  isConditional,
  personIdentifiers,
  type ConditionalScope,
  type ReadRequest,
  type ReadScope,
  type RegisterTable,
  type Scope,
  type StoredRecord,
} from './model.ts';
import { openRegister } from './open-register.ts';
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
  return refusedBy(context, { caller, t }, await refusedOrAbsent(context.db, caller, permission, about), {
    permission,
    register: about.register ?? 'records',
  });
}

/** The refusal that a decision gives, audited as one. */
export async function refusedBy(
  context: Context,
  { caller, t }: Asking,
  decision: Decision,
  asked: { readonly permission: string; readonly register: string },
): Promise<Error> {
  await context.audit.append({
    action: asked.permission,
    actor: caller.account,
    body: caller.body,
    subject: asked.register,
    allowed: false,
    rule: decision.rule,
    detail: { facts: decision.facts },
  });
  return refusal(decision, t, caller.language);
}

export interface AskedRows {
  readonly register: string;
  readonly body?: string | undefined;
  /** Agreements (codes) whose rows are left out. */
  readonly without?: ReadonlySet<string>;
}

/**
 * Rows the caller may see, narrowed to the tree of the body he asked for. A condition that the register's entity cannot
 * read any more opens nothing.
 */
export async function scopeOf(
  context: Context,
  caller: Caller,
  permission: string,
  asked: AskedRows,
): Promise<ReadScope> {
  const rows = await readableRows(context.db, caller, permission, asked);
  return (await narrowing(context, asked.body))(await scopeFrom(context, asked.register, rows));
}

/** To the tree of a body, or to nothing less where none was asked for. @throws bodies/body-not-found */
export async function narrowing(context: Context, asked: string | undefined): Promise<(scope: ReadScope) => ReadScope> {
  if (asked === undefined) return (scope) => scope;
  const body = await getBody(context.db, asked, todayOf(context)).catch(() => getBody(context.db, asked));
  const tree = await subtreeIds(context.db, body.id);
  return (scope) => {
    if (!isConditional(scope)) return within(scope, tree);
    const conditional = scope.conditional.map((one) => ({ ...one, bodies: within(one.bodies, tree) }));
    return { ...scope, bodies: within(scope.bodies, tree), conditional };
  };
}

/** What governance opens of a register, as its rows are read. */
export async function scopeFrom(context: Context, register: string, rows: Readable): Promise<ReadScope> {
  const isWhole = rows === 'all' || Array.isArray(rows);
  return isWhole ? (rows as Scope) : conditionalScope(context, register, rows as Conditional);
}

type Conditional = Exclude<Readable, 'all' | readonly number[]>;

async function conditionalScope(context: Context, register: string, rows: Conditional): Promise<ConditionalScope> {
  const { entity } = await openRegister(context.db, register);
  const conditional: ConditionalScope['conditional'][number][] = [];
  for (const { bodies, condition, consent } of rows.conditional) {
    const read = readCondition(condition, entity);
    if (!('condition' in read)) continue;
    if (consent === undefined) conditional.push({ bodies, condition: read.condition });
    else {
      const fields = personIdentifiers(entity).map(({ name }) => name);
      const numbers = fields.length === 0 ? [] : await consentingTo(context.db, consent);
      conditional.push({ bodies, condition: read.condition, people: { fields, numbers } });
    }
  }
  return { bodies: rows.bodies, conditional, today: todayOf(context) };
}

function within(scope: Scope, tree: readonly number[]): readonly number[] {
  if (scope === 'all') return tree;
  const seen = new Set(scope);
  return tree.filter((id) => seen.has(id));
}

/** Loads are of whole bodies: what an agreement opens under a condition is no load. */
export async function bodiesOf(
  context: Context,
  caller: Caller,
  permission: string,
  asked: { readonly register: string; readonly body?: string | undefined },
): Promise<Scope> {
  const scope = await scopeOf(context, caller, permission, asked);
  return isConditional(scope) ? scope.bodies : scope;
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
  const asked = await getBody(context.db, body, todayOf(context)).catch(() =>
    // A code that nobody bears any more means whoever bore it last.
    getBody(context.db, body).catch(() => undefined),
  );
  return asked !== undefined && (await subtreeIds(context.db, asked.id)).includes(record.body);
};
