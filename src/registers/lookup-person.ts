/** What the trusted source holds of one person: asked by the key, answered with the held fields, noted in the audit trail. */
import type { Caller } from '../platform/caller.ts';
import { dayOf } from '../platform/clock.ts';
import type { Context } from '../platform/context.ts';
import { id, sql } from '../platform/db/sql.ts';
import { openRegister, readScope, relation } from '../records/index.ts';
import type { Values } from '../records/contract.ts';
import { problems } from './problems.ts';
import { allComparisons } from './store/claim.ts';

export interface PersonQuestion {
  readonly register: string;
  readonly key: string;
  readonly purpose?: string | undefined;
  readonly rule: string;
}

/** @throws problems.noSource, problems.notHeld */
export async function lookupPerson(
  context: Context,
  caller: Caller,
  asked: PersonQuestion,
): Promise<{ register: string; asOf: string; values: Values }> {
  const { db, clock, profile } = context;
  const comparison = (await allComparisons(db)).find((one) => one.authority === asked.register);
  if (!comparison) throw problems.noSource();
  const table = await openRegister(db, asked.register);
  const fields = [...new Set([comparison.authorityKey, ...comparison.held])];
  // What the register is asked for is what the agreement (or the own tree) opens of it.
  const scope = await readScope(context, caller, 'registers.lookup', { register: asked.register });
  const rows = await db.rows<Values & { record_id: string }>(
    sql`select r.record_id, ${fields.map((field) => sql`r.${id(field)}`).reduce((all, one) => sql`${all}, ${one}`)}
        from ${relation(table, { scope, columns: fields })} r where r.${id(comparison.authorityKey)} = ${asked.key}`,
  );
  const found = rows[0];
  await context.audit.append({
    action: 'registers.lookup',
    actor: caller.account,
    body: caller.body,
    purpose: asked.purpose ?? null,
    subject: asked.register,
    allowed: true,
    rule: asked.rule,
    counts: { found: rows.length },
    ...(found ? { records: [found.record_id] } : {}),
  });
  if (!found) throw problems.notHeld();
  const { record_id: _record, ...values } = found;
  return { register: asked.register, asOf: dayOf(clock.now(), profile.timeZone), values };
}
