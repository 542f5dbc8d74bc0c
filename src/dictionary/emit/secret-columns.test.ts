/** A plan that did not come from our compiler may have a column for what is secret: it holds no value. */
import { expect, it } from 'vitest';
import { testDatabase } from '../../../test/harness/database.ts';
import { raw } from '../../platform/db/sql.ts';
import { testPlan } from '../testing/dictionary.ts';
import type { EntityPlan, Labels } from '../plan.ts';
import { emitDdl } from './ddl.ts';

const db = await testDatabase(2);
const [entity] = testPlan().entities as [EntityPlan];
const free = entity.fields.find(({ name }) => !entity.key.includes(name));

async function insertInto(secrecy: Labels['secrecy'], table: string): Promise<unknown> {
  const name = free?.name ?? '';
  const fields = entity.fields.map((field) =>
    field.name === name ? { ...field, labels: { ...field.labels, secrecy } } : field,
  );
  await db.script(emitDdl({ ...entity, fields }, { table, serverVersion: 180_000 }).script);
  const checks = await db.rows<{ name: string }>(
    raw(
      `select conname as name from pg_constraint where conrelid = 'data.${table}'::regclass and conname like '%_secret'`,
    ),
  );
  return checks.map((one) => one.name);
}

it('is kept empty by the database', async () => {
  expect(free).toBeDefined();
  expect(await insertInto('top-secret', 'marked')).toEqual([`${free?.name ?? ''}_secret`]);
});
it('twin: an element without the label has no such rule', async () =>
  expect(await insertInto('none', 'plain')).toEqual([]));
