/** Whoever read a row by a grant before bodies merged reads it after, and nobody reads more than was told beforehand. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { STORY, by, load } from '../../test/harness/bodies-story.ts';
import { testContext, type TestContext } from '../../test/harness/context.ts';
import { testDatabase } from '../../test/harness/database.ts';
import { findBody, getBody, mergeBodies, planMerge, undoMerge } from '../bodies/index.ts';
import type { Caller } from '../platform/caller.ts';
import type { Database, Db } from '../platform/db/db.ts';
import { sql } from '../platform/db/sql.ts';
import type { Holding } from '../platform/holdings/index.ts';
import { authorizer, visibleBodies } from './authorizer.ts';
import { deriveGrants } from './derive-grants.ts';
import type { Agreement, RowScope } from './model.ts';
import * as agreements from './store/agreement.ts';
import { holdings } from './store/holdings.ts';
import * as registers from './store/register.ts';

const DAY = '2026-11-23';
const CODES = ['TW', '97', '98', '99231', '99215', '99101', '99231-01', '99101-01'] as const;
const READ = 'records.read';

let context: TestContext;
const ids = new Map<string, number>();
const id = (code: string): number => ids.get(code) as number;
beforeAll(async () => {
  const db = await testDatabase();
  context = await testContext(db);
  await load(
    context,
    `${STORY}\n- { code: '99215-01', names: { en: Branch }, kind: branch, level: branch, parent: '99215' }`,
  );
  for (const code of [...CODES, '99215-01']) ids.set(code, (await getBody(db, code, DAY)).id);
  authorizer(context, { [READ]: { changes: false, reach: { officer: 'own-tree' } } });
  await agreements.putBases(db, [
    { code: 'B', names: { en: 'B' }, citation: 'Act 1', kind: 'law', law: null, article: null, text: null },
  ]);
  await agreements.putPurposes(db, [
    { code: 'P', names: { en: 'P' }, bases: ['B'], needs: null, microData: false, categories: [] },
  ]);
  for (const [name, external] of [
    ['inside', false],
    ['outside', true],
  ] as const) {
    const labels = { sharing: 'shared', importance: 'core', personal: 'none' } as const;
    const empty = {
      ownerNames: null,
      updating: null,
      retention: null,
      terms: null,
      citation: null,
      remedyPurpose: null,
    };
    await registers.putRegister(
      db,
      { ...empty, name, entity: name, names: { en: name }, definition: {}, external, labels, authorityFor: [] },
      0,
    );
  }
});

const scope: fc.Arbitrary<RowScope> = fc.oneof(
  fc.constant<RowScope>('all'),
  fc.constant<RowScope>('own-tree'),
  fc.constantFrom(...CODES).map((code): RowScope => ({ under: 0, ...{ code } }) as unknown as RowScope),
);
const consumers = fc.oneof(
  fc.uniqueArray(fc.constantFrom(...CODES), { minLength: 1, maxLength: 3 }).map((codes) => ({ codes })),
  fc.constantFrom('commune', 'branch', 'province').map((level) => ({ level })),
  fc.record({ level: fc.constant('branch'), under: fc.constantFrom('99231', '99215', '98') }),
);
const drawn = fc.record({
  register: fc.constantFrom('inside', 'outside'),
  consumers,
  rows: scope,
  /** Grants that somebody stopped: by code of the consumer. */
  stopped: fc.uniqueArray(fc.constantFrom('99231', '99215', '99101'), { maxLength: 2 }),
});
type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never;

function agreementOf({ register, consumers: who, rows }: Drawn, n: number): Agreement {
  const named = who as { codes?: string[]; level?: string; under?: string };
  const tree = (rows as unknown as { code?: string }).code;
  return {
    code: `T-${String(n)}`,
    names: { en: 'T' },
    register,
    provider: id('TW'),
    consumers: named.codes
      ? { bodies: named.codes.map(id) }
      : { class: { level: named.level ?? '', ...(named.under !== undefined && { under: id(named.under) }) } },
    elements: 'all',
    rows: tree === undefined ? rows : { under: id(tree) },
    condition: null,
    purpose: 'P',
    basis: 'B',
    mode: 'query',
    quota: null,
    quotaPeriod: 'day',
    security: 'none',
    securityUntil: null,
    request: null,
    details: {},
    from: '2026-01-01',
    to: null,
    state: 'active',
    reason: null,
  };
}

async function agree(tx: Db, all: readonly Drawn[]): Promise<void> {
  const made = all.map(agreementOf);
  for (const one of made) await agreements.putAgreement(tx, one, 0);
  await deriveGrants(tx, made, DAY, 0);
  for (const [n, { stopped }] of all.entries())
    for (const code of stopped)
      await agreements.setGrantState(tx, `T-${String(n)}`, id(code), {
        state: 'suspended',
        reason: null,
        changeSet: 0,
      });
}

const officerOf = (body: number): Caller => ({
  account: 'a',
  name: 'a',
  kind: 'person',
  body,
  roles: ['officer'],
  language: 'en',
});

/** Homes whose rows an officer of each body reads, register by register. */
async function reading(tx: Db): Promise<ReadonlyMap<string, ReadonlySet<number>>> {
  const seen = new Map<string, ReadonlySet<number>>();
  const all = (await tx.rows<{ id: number }>(sql`select id from bodies.body`)).map((row) => row.id);
  for (const code of ids.keys()) {
    for (const register of ['inside', 'outside']) {
      const rows = await visibleBodies(tx, officerOf(id(code)), READ, register);
      seen.set(`${code} ${register}`, new Set(rows === 'all' ? all : rows));
    }
  }
  return seen;
}

const rolledBack = new Error('rolled back');
const tried = async (work: (tx: Database) => Promise<void>): Promise<void> => {
  const done = context.db.transaction(async (tx) => {
    await work(tx as Database);
    throw rolledBack;
  });
  await done.catch((error: unknown) => {
    if (error !== rolledBack) throw error;
  });
};

const [ENDS, STAYS] = ['99231', '99215'];
const wish = { from: [ENDS], into: STAYS, day: DAY };

async function merged(tx: Database, using: readonly Holding[]) {
  const inside = { ...context, db: tx };
  const plan = await planMerge(inside, tx, wish, using);
  const merge = await mergeBodies(inside, { ...wish, decision: '1', hash: plan.hash }, by, using);
  // What the follower does with the change set.
  await deriveGrants(tx, await agreements.listAgreements(tx), DAY, 0);
  return { plan, undo: () => undoMerge(inside, { merge, reason: 'No' }, by, using) };
}

const union = (...sets: readonly (ReadonlySet<number> | undefined)[]) =>
  new Set(sets.flatMap((set) => [...(set ?? [])]));
const missing = (from: ReadonlySet<number>, all: ReadonlySet<number> | undefined) =>
  [...from].filter((one) => !all?.has(one));

describe('grants and a merge', () => {
  it('every row is still read by the successor; nobody reads more than the two did, and what the plan called wider', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(drawn, { minLength: 1, maxLength: 4 }), async (all) => {
        await tried(async (tx) => {
          await agree(tx, all);
          const before = await reading(tx);
          const came = new Set(
            await tx
              .rows<{ id: number }>(sql`select id from bodies.body where path @> array[${id(ENDS)}::int]`)
              .then((rows) => rows.map((row) => row.id)),
          );
          const { plan, undo } = await merged(tx, holdings);
          const after = await reading(tx);
          const wider = new Set(plan.items.filter(({ effect }) => effect === 'widen').map(({ code }) => code));
          for (const register of ['inside', 'outside']) {
            const [ended, stayed, now] = [ENDS, STAYS, STAYS].map((code, i) =>
              (i === 2 ? after : before).get(`${code} ${register}`),
            );
            const both = union(ended, stayed);
            expect(missing(both, now)).toEqual([]);
            const told = all.some((one, n) => wider.has(`T-${String(n)}`) && one.register === register)
              ? came
              : new Set<number>();
            expect(missing(now ?? new Set(), union(both, told))).toEqual([]);
            // Nobody else, above, below or beside, gains or loses by a grant.
            for (const code of ids.keys()) {
              if (code === ENDS || code === STAYS) continue;
              const [then, since] = [before.get(`${code} ${register}`), after.get(`${code} ${register}`)];
              expect([code, missing(then ?? new Set(), since)]).toEqual([code, []]);
              const joins = all.some(
                (one, n) =>
                  one.register === register && (wider.has(`T-${String(n)} · ${code}`) || wider.has(`T-${String(n)}`)),
              );
              if (!joins) expect([code, missing(since ?? new Set(), then)]).toEqual([code, []]);
            }
          }
          await undo();
          await deriveGrants(tx, await agreements.listAgreements(tx), DAY, 0);
          expect([...(await reading(tx))]).toEqual([...before]);
        });
      }),
      { numRuns: 15 },
    );
  }, 240_000);

  it('twin: where grants are not taken along, the successor reads less', async () => {
    await tried(async (tx) => {
      await agree(tx, [{ register: 'outside', consumers: { codes: [ENDS] }, rows: 'own-tree', stopped: [] } as Drawn]);
      const read = async (code: string) => (await reading(tx)).get(`${code} outside`);
      expect((await read(ENDS))?.size).toBeGreaterThan(1);
      await merged(tx, []);
      expect((await read(STAYS))?.size).toBe(0);
    });
  });

  it('twin: a grant taken along as it was worded would open the successor’s own rows too', async () => {
    await tried(async (tx) => {
      await agree(tx, [{ register: 'outside', consumers: { codes: [ENDS] }, rows: 'own-tree', stopped: [] } as Drawn]);
      await merged(tx, holdings);
      const read = async () => (await reading(tx)).get(`${STAYS} outside`);
      expect((await read())?.has(id(ENDS))).toBe(true);
      expect((await read())?.has(id(STAYS))).toBe(false);
      await tx.run(sql`update governance.consumer_grant set row_scope = null`);
      await tx.run(sql`update governance.head set edition = edition + 1`);
      await new Promise((resolve) => setTimeout(resolve, 150));
      expect((await read())?.has(id(STAYS))).toBe(true);
    });
  });

  it('a grant that was stopped at the body that ends: the plan says that the successor’s own will reach its rows', async () => {
    for (const [stopped, said] of [
      [[], []],
      [[ENDS], ['T-0']],
      // Stopped at both, it opens nothing afterwards.
      [[ENDS, STAYS], []],
    ]) {
      await tried(async (tx) => {
        await agree(tx, [{ register: 'outside', consumers: { level: 'commune' }, rows: 'own-tree', stopped } as Drawn]);
        const { plan } = await merged(tx, holdings);
        expect(plan.items.filter(({ effect }) => effect === 'widen').map(({ code }) => code)).toEqual(said);
      });
    }
  });

  it('a grant for one body by name is kept by its successor, although the agreement names another', async () => {
    await tried(async (tx) => {
      await agree(tx, [{ register: 'outside', consumers: { codes: [ENDS] }, rows: 'all', stopped: [] } as Drawn]);
      const { undo } = await merged(tx, holdings);
      const grants = async () =>
        (await agreements.listGrants(tx, id(STAYS))).map(({ agreement, state }) => [agreement, state]);
      expect(await grants()).toEqual([['T-0', 'active']]);
      await undo();
      expect(await grants()).toEqual([['T-0', 'revoked']]);
      expect((await findBody(tx, ENDS, DAY))?.ended).toBeNull();
    });
  });
});
