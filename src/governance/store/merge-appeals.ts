/** Bodies that an open request names inside: who decides its appeal, and who above was told that an answer is late. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';
import { StaleHoldingError, type Held, type Holding, type Merging, type Stamp } from '../../platform/holdings/index.ts';
import { Texts } from '../../platform/texts.ts';
import { Nullable } from '../model.ts';
import { Appeal, Escalation } from '../requests/model.ts';

const Named = { appeal: Nullable(Appeal), escalations: Type.Array(Escalation) };
const Row = Type.Object({ code: Type.String(), names: Texts, ...Named });
type Row = Static<typeof Row>;
type Before = Row & { readonly then: Pick<Row, 'appeal' | 'escalations'> };

async function list(db: Db, { from, into }: Merging): Promise<Held[]> {
  const rows = await db.many(
    Row,
    sql`select code, names, appeal, escalations from governance.request t
      where stage in ('deciding', 'asked-back', 'appealed') and ((appeal->>'body')::int = any(${from}::int[])
        or exists (select from jsonb_array_elements(escalations) e where (e->>'body')::int = any(${from}::int[])))
      order by code`,
  );
  const gone = (body: number) => from.includes(body);
  const after = <T extends { readonly body: number }>(one: T): T => (gone(one.body) ? { ...one, body: into } : one);
  return rows.map((row): Held => {
    const then = { appeal: row.appeal && after(row.appeal), escalations: row.escalations.map(after) };
    const bodies = [row.appeal?.body, ...row.escalations.map(({ body }) => body)];
    return {
      key: JSON.stringify([row.code]),
      body: bodies.find((body) => body !== undefined && gone(body)) ?? 0,
      effect: 'move',
      code: row.code,
      names: row.names,
      link: `/governance/requests/${encodeURIComponent(row.code)}`,
      count: 1,
      before: { ...row, then } satisfies Before,
    };
  });
}

const is = ({ appeal, escalations }: Pick<Row, 'appeal' | 'escalations'>) =>
  sql`appeal is not distinct from ${appeal === null ? null : JSON.stringify(appeal)}::jsonb
    and escalations = ${JSON.stringify(escalations)}::jsonb`;

/** @returns how many rows were as they were expected */
const put = (
  tx: Db,
  code: string,
  now: Before['then'],
  { was, changeSet }: { was: Before['then']; changeSet: number },
) =>
  tx.run(sql`update governance.request
    set appeal = ${now.appeal === null ? null : JSON.stringify(now.appeal)}::jsonb,
      escalations = ${JSON.stringify(now.escalations)}::jsonb, change_set = ${changeSet}
    where code = ${code} and ${is(was)}`);

async function move(tx: Db, held: readonly Held[], { into }: Merging, { changeSet }: Stamp): Promise<void> {
  for (const { before } of held) {
    const { code, appeal, escalations, then } = before as Before;
    // While it was planned, the body that they become had no number yet.
    const real = <T extends { readonly body: number }>(one: T): T => (one.body === 0 ? { ...one, body: into } : one);
    const now = { appeal: then.appeal && real(then.appeal), escalations: then.escalations.map(real) };
    if ((await put(tx, code, now, { was: { appeal, escalations }, changeSet })) !== 1) throw new StaleHoldingError();
  }
}

async function back(tx: Db, held: readonly Held[], { into }: Merging, { changeSet }: Stamp): Promise<string[]> {
  const left: string[] = [];
  for (const { key, before } of held) {
    const { code, appeal, escalations, then } = before as Before;
    const real = <T extends { readonly body: number }>(one: T): T => (one.body === 0 ? { ...one, body: into } : one);
    const was = { appeal: then.appeal && real(then.appeal), escalations: then.escalations.map(real) };
    if ((await put(tx, code, { appeal, escalations }, { was, changeSet })) !== 1) left.push(key);
  }
  return left;
}

export const appeals: Holding = { kind: 'request-above', list, move, back };
