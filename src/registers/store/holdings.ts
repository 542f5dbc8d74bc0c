/** What registers hold for a body: proposals it made, its periodic lists, what waits about its records, its disputes. */
import Type from 'typebox';
import { listRegisters, type Register } from '../../governance/index.ts';
import type { Db } from '../../platform/db/db.ts';
import { sql, type Sql } from '../../platform/db/sql.ts';
import { columnHolding, type Held, type Holding, type Merging, type Obstacle } from '../../platform/holdings/index.ts';
import { listDisputes } from './dispute.ts';

const proposed = columnHolding({
  kind: 'correction-proposed',
  table: ['registers', 'correction'],
  key: ['id'],
  column: 'proposer_body',
  where: (t) => sql`${t}.state in ('unsent', 'open', 'undecided')`,
  code: sql`t.register || ' · ' || t.field`,
  link: sql`'/registers/corrections/' || t.id`,
});

const isOpen = (t: Sql): Sql => sql`${t}.state = 'open'`;

const openLists = columnHolding({
  kind: 'list-open',
  table: ['registers', 'body_list'],
  key: ['id'],
  column: 'body_id',
  where: isOpen,
  code: sql`t.register`,
  link: sql`'/registers/' || t.register || '/list'`,
});

/** Two lists of one register that both were begun would become one: somebody must close the first. */
const bothBegun: Holding['obstacles'] = async (db, { from, into }) => {
  const rows = await db.many(
    Type.Object({ register: Type.String() }),
    sql`select register from registers.body_list where state = 'open' and body_id = any(${[...from, into]}::int[])
      group by register having count(*) > 1 order by register`,
  );
  return rows.map(({ register }) => ({
    rule: 'list-open',
    severity: 'block',
    values: { register },
    link: `/registers/${register}/list`,
  }));
};

const signedLists = columnHolding({
  kind: 'list-signed',
  table: ['registers', 'body_list'],
  key: ['id'],
  column: 'body_id',
  where: (t) => sql`${t}.state = 'signed'`,
  code: sql`t.register || ' · ' || t.signed_at::date`,
  stays: true,
});

const Waiting = Type.Object({ body: Type.Integer(), register: Type.String(), n: Type.Integer() });

/** What waits about records stays with them: it is counted, a line a register. */
const waiting = (kind: string, link: string, from: Sql): Holding => ({
  kind,
  list: async (db, merging) => {
    const rows = await db.many(
      Waiting,
      sql`select body, register, count(*) as n from (${from}) w where body = any(${merging.from}::int[])
        group by body, register order by register, body`,
    );
    return rows.map(({ body, register, n }) => ({
      key: JSON.stringify([register, body]),
      body,
      effect: 'stay' as const,
      code: register,
      names: null,
      link,
      count: n,
      before: n,
    }));
  },
});

const corrections = waiting(
  'correction',
  '/registers/corrections',
  sql`select body_id as body, register from registers.correction where state in ('unsent', 'open', 'undecided')`,
);
const duplicates = waiting(
  'duplicate',
  '/registers/duplicates',
  sql`select body_id as body, right_register as register from registers.duplicate where state = 'open'`,
);

const managedBy = (registers: readonly Register[], bodies: readonly number[]): ReadonlyMap<string, number> =>
  new Map(
    registers.flatMap(({ name, managerBody }) =>
      managerBody !== null && bodies.includes(managerBody) ? [[name, managerBody] as const] : [],
    ),
  );

async function openDisputes(db: Db, merging: Merging) {
  const registers = await listRegisters(db, true);
  const ending = managedBy(registers, merging.from);
  const all = managedBy(registers, [...merging.from, merging.into]);
  return { ending, all, disputes: await listDisputes(db, { state: 'open' }) };
}

const disputed: Holding = {
  kind: 'dispute',
  list: async (db, merging) => {
    const { ending, disputes } = await openDisputes(db, merging);
    return disputes.flatMap(({ id, element, holder, claimant }): Held[] => {
      const body = ending.get(holder) ?? ending.get(claimant);
      if (body === undefined) return [];
      const link = `/registers/disputes/${id}`;
      return [
        { key: JSON.stringify([id]), body, effect: 'stay', code: element, names: null, link, count: 1, before: null },
      ];
    });
  },
  // One body cannot argue with itself: whose the element is must be said before.
  obstacles: async (db, merging) => {
    const { all, disputes } = await openDisputes(db, merging);
    return disputes.flatMap(({ id, element, holder, claimant }): Obstacle[] => {
      const [one, other] = [all.get(holder), all.get(claimant)];
      if (one === undefined || other === undefined || one === other) return [];
      return [{ rule: 'dispute-between', severity: 'block', values: { element }, link: `/registers/disputes/${id}` }];
    });
  },
};

export const holdings: readonly Holding[] = [
  disputed,
  proposed,
  { ...openLists, obstacles: bothBegun },
  signedLists,
  corrections,
  duplicates,
];
