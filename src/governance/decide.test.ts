import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Permission, PermissionTable } from '../platform/room.ts';
import { absentOrHidden, decide, rules, visibleRows, type Rule } from './decide.ts';
import type { Grant } from './model.ts';
import type { AskedRegister, Question, Relation } from './question.ts';

const OWN = 10;
const DAY = '2026-11-23';
const you = { vi: 'Xã Đồng Lau', en: 'Dong Lau' };
const asked = { vi: 'Phường Bến Sỏi', en: 'Ben Soi' };
const manager = { vi: 'Ban Tổ chức (mẫu)', en: 'Organisation Commission' };
const purpose = { vi: 'chuyển sinh hoạt', en: 'transfer of membership' };

const paths: Readonly<Record<Relation, readonly number[]>> = {
  same: [1, 5, OWN],
  below: [1, 5, OWN, 100],
  above: [1, 5],
  elsewhere: [1, 6, 20],
  unknown: [],
};
const relations = Object.keys(paths) as Relation[];

const grant = (more: Partial<Grant> = {}): Grant => ({
  id: 77_001,
  agreement: 'TT-01',
  register: 'members',
  consumer: OWN,
  elements: 'all',
  rows: 'all',
  purpose: 'transfer',
  basis: 'law',
  mode: 'query',
  from: '2026-01-01',
  to: '2026-12-31',
  state: 'active',
  ...more,
});

const register = (more: Partial<AskedRegister> = {}): AskedRegister => ({
  name: 'members',
  external: false,
  managerBody: 88_002,
  managerNames: manager,
  remedyPurpose: purpose,
  ...more,
});

interface Cell {
  readonly name: string;
  readonly entry: Permission | undefined;
  readonly posts: readonly string[];
  readonly relation: Relation | undefined;
  readonly register: AskedRegister | null | undefined;
  readonly grants: readonly Grant[];
}

const questionOf = (cell: Cell): Question => ({
  caller: { kind: 'person', body: { id: OWN, names: you }, posts: cell.posts },
  permission: { name: cell.name, ...(cell.entry && { entry: cell.entry }) },
  about: {
    ...(cell.relation && {
      body: {
        given: '99108',
        relation: cell.relation,
        path: paths[cell.relation],
        ...(cell.relation !== 'unknown' && { names: asked }),
      },
    }),
    ...(cell.register !== undefined && { register: cell.register }),
  },
  grants: cell.grants,
  day: DAY,
});

/**
 * The second opinion, written from the tables' definition and the agreements' words alone: may it be done?
 * It shares no line with `decide.ts`.
 */
function reference({ entry, posts, relation, register: about, grants }: Cell): boolean {
  if (!entry) return false;
  if (entry.changes && posts.includes('compliance')) return false;
  const mine = about === undefined || about === null || about.managerBody === OWN;
  const reach = new Set<string>();
  for (const [holder, far] of Object.entries(entry.reach)) {
    if (holder === 'anyone') reach.add(far);
    else if (posts.includes(holder) && (holder !== 'data-manager' || mine)) reach.add(far);
  }
  const anyReach = Object.keys(entry.reach).some((holder) => holder === 'anyone' || posts.includes(holder));
  if (!anyReach) return false;
  if (reach.has('everywhere')) return true;
  const existing = relation !== 'unknown';
  const managesRegister = about?.managerBody === OWN && posts.includes('data-manager') && 'data-manager' in entry.reach;
  if (managesRegister && !entry.changes && existing) return true;
  const inside = about?.external !== true;
  if (inside && reach.has('own-tree') && (!relation || relation === 'same' || relation === 'below')) return true;
  if (inside && (reach.has('own-body') || reach.has('own-tree')) && (!relation || relation === 'same')) return true;
  if (entry.changes || !about || !existing) return false;
  for (const one of grants) {
    const holds = one.state === 'active' && one.from <= DAY && (one.to === null || DAY <= one.to);
    const toMe = one.consumer === OWN && one.register === about.name && one.elements === 'all';
    const modeFits =
      one.mode === (entry.mode ?? 'query') ||
      (one.mode === 'feed' && entry.mode !== 'statistics') ||
      (one.mode === 'query' && entry.mode === 'lookup');
    const rowsFit =
      !relation ||
      one.rows === 'all' ||
      (one.rows === 'own-tree' && (relation === 'same' || relation === 'below')) ||
      (typeof one.rows === 'object' && paths[relation].includes(one.rows.under));
    if (holds && toMe && modeFits && rowsFit) return true;
  }
  return false;
}

/** The tables of every room that has one, found on disk: a new room is in the matrix by itself. */
async function allTables(): Promise<Record<string, Permission>> {
  const source = join(import.meta.dirname, '..');
  const folders = readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name === 'permissions.ts')
    .map((entry) => join(entry.parentPath, entry.name));
  const all: Record<string, Permission> = {};
  for (const file of folders.filter((path) => existsSync(path))) {
    const module = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as { permissions: PermissionTable };
    Object.assign(all, module.permissions);
  }
  return all;
}

// Every mode and every kind of table entry must occur, whatever the rooms ship today.
const invented: Record<string, Permission> = {
  'test.lookup': { changes: false, mode: 'lookup', reach: { officer: 'own-tree', 'data-manager': 'own-body' } },
  'test.statistics': { changes: false, mode: 'statistics', reach: { leader: 'own-body', officer: 'own-body' } },
  'test.anyone-here': { changes: false, reach: { anyone: 'own-body' } },
  'test.change': {
    changes: true,
    reach: { officer: 'own-tree', compliance: 'everywhere', 'data-manager': 'everywhere' },
  },
};

const postSets = [
  [],
  ...['leader', 'data-office', 'data-manager', 'steward', 'officer', 'developer', 'compliance', 'administrator'].map(
    (p) => [p],
  ),
  ['compliance', 'officer'],
  ['officer', 'data-manager'],
  ['leader', 'steward', 'officer'],
  ['nonsense', '__proto__', 'constructor'],
];
const registers: (AskedRegister | null | undefined)[] = [
  undefined,
  null,
  register(),
  register({ managerBody: OWN }),
  register({ external: true }),
];
const grantSets: Grant[][] = [
  [],
  [grant()],
  [grant({ rows: 'own-tree', mode: 'lookup' }), grant({ mode: 'statistics' })],
  [grant({ rows: { under: 6 }, mode: 'feed' })],
  [
    grant({ to: '2026-11-22' }),
    grant({ from: '2026-11-24' }),
    grant({ state: 'suspended' }),
    grant({ state: 'revoked' }),
    grant({ consumer: 11 }),
    grant({ register: 'cadres' }),
    grant({ elements: ['a'] }),
  ],
];

let cells: Cell[] = [];
let shipped = 0;
beforeAll(async () => {
  const tables = await allTables();
  shipped = Object.keys(tables).length;
  const entries = [...Object.entries({ ...tables, ...invented }), ['test.absent', undefined] as const];
  cells = entries.flatMap(([name, entry]) =>
    postSets.flatMap((posts) =>
      [undefined, ...relations].flatMap((relation) =>
        registers.flatMap((about) =>
          grantSets.map((grants) => ({ name, entry, posts, relation, register: about, grants })),
        ),
      ),
    ),
  );
});

const differing = (list: readonly Rule[]): Cell[] =>
  cells.filter((cell) => decide(questionOf(cell), list).allowed !== reference(cell));

describe('decide', () => {
  it('agrees with the second opinion in every cell of the rooms’ tables', () => {
    expect(shipped).toBeGreaterThan(20);
    expect(cells.length).toBeGreaterThan(20_000);
    expect(differing(rules).slice(0, 3)).toEqual([]);
  });

  // Each rule that can change an answer does: without it some cell goes wrong.
  it.each([
    'governance/compliance-changes-nothing',
    'governance/post-lacks-permission',
    'governance/no-such-permission',
    'governance/reaches-everywhere',
    'governance/within-own-tree',
    'governance/own-body',
    'governance/data-manager-of-register',
    'governance/granted-by-agreement',
  ])('needs the rule %s', (id) => {
    const without = rules.filter((rule) => rule.id !== id);
    expect(without).toHaveLength(rules.length - 1);
    const decisions = cells.filter((cell) => {
      const [with_, off] = [decide(questionOf(cell)), decide(questionOf(cell), without)];
      return with_.allowed !== off.allowed || with_.rule !== off.rule;
    });
    expect(decisions.length).toBeGreaterThan(0);
  });
  it.each(['compliance-changes-nothing', 'within-own-tree', 'own-body', 'reaches-everywhere', 'granted-by-agreement'])(
    'without the rule %s the matrix goes red',
    (name) => {
      expect(differing(rules.filter(({ id }) => id !== `governance/${name}`)).length).toBeGreaterThan(0);
    },
  );
  it('with a scope rule that lets everything through the matrix goes red', () => {
    const open: Rule[] = rules.map((rule) =>
      rule.id === 'governance/own-body-scope' ? { ...rule, judge: () => ({ allowed: true, facts: {} }) } : rule,
    );
    expect(differing(open).length).toBeGreaterThan(1000);
  });
  it('refuses when no rule speaks', () => {
    expect(decide(questionOf(cells[0] as Cell), [])).toEqual({
      allowed: false,
      rule: 'governance/no-rule-allows',
      facts: {},
    });
  });

  it('no table gives compliance a permission that changes something', async () => {
    const wrong = Object.entries(await allTables()).filter(([, entry]) => entry.changes && 'compliance' in entry.reach);
    expect(wrong.map(([name]) => name)).toEqual([]);
  });

  it('refuses the tour’s visitor as the story tells it', () => {
    const entry: Permission = { changes: false, reach: { officer: 'own-tree' } };
    const cell = {
      name: 'records.read',
      entry,
      posts: ['officer'],
      relation: 'elsewhere',
      register: register(),
      grants: [],
    };
    expect(decide(questionOf(cell as Cell))).toEqual({
      allowed: false,
      rule: 'governance/own-body-scope',
      facts: { you, asked, purpose },
      remedy: 'agreement-for-purpose',
      whoCanChange: manager,
    });
  });
});

const name = fc.oneof(
  fc.string(),
  fc.constantFrom('__proto__', 'constructor', 'toString', 'anyone', 'officer', 'data-manager', 'compliance', 'public'),
);
const texts = fc.dictionary(fc.constantFrom('vi', 'en', 'ar'), fc.string());
const day = fc.constantFrom('2026-01-01', '2026-11-22', '2026-11-23', '2026-11-24', '', 'x');
const anyGrant: fc.Arbitrary<Grant> = fc.record({
  id: fc.integer(),
  agreement: fc.string(),
  register: fc.constantFrom('members', 'cadres'),
  consumer: fc.constantFrom(OWN, 11),
  elements: fc.constantFrom('all' as const, ['a']),
  rows: fc.oneof(
    fc.constantFrom('all' as const, 'own-tree' as const),
    fc.record({ under: fc.constantFrom(1, 5, 6, OWN) }),
  ),
  purpose: fc.constantFrom('transfer', 'statistics'),
  basis: fc.string(),
  mode: fc.constantFrom('lookup', 'query', 'feed', 'statistics'),
  from: day,
  to: fc.option(day),
  state: fc.constantFrom('active', 'suspended', 'revoked'),
});
const reach = fc.dictionary(name, fc.constantFrom('everywhere', 'own-tree', 'own-body'));
const question = fc.record({
  caller: fc.record({
    kind: fc.constantFrom('person', 'machine', 'system', 'nobody'),
    body: fc.option(fc.record({ id: fc.constantFrom(OWN, 1), names: texts })),
    posts: fc.array(name, { maxLength: 4 }),
  }),
  permission: fc.record(
    {
      name,
      entry: fc.record(
        { changes: fc.boolean(), reach, mode: fc.constantFrom('lookup', 'query', 'statistics') },
        { requiredKeys: ['changes', 'reach'] },
      ),
    },
    { requiredKeys: ['name'] },
  ),
  about: fc.record(
    {
      body: fc.record(
        {
          given: fc.oneof(fc.string(), fc.integer()),
          names: texts,
          relation: fc.constantFrom(...relations),
          path: fc.array(fc.integer({ min: 1, max: 20 })),
        },
        { requiredKeys: ['given', 'relation', 'path'] },
      ),
      register: fc.option(
        fc.record(
          {
            name: fc.constantFrom('members', 'cadres'),
            external: fc.boolean(),
            managerBody: fc.option(fc.constantFrom(OWN, 5)),
            managerNames: texts,
            remedyPurpose: texts,
          },
          { requiredKeys: ['name', 'external', 'managerBody'] },
        ),
      ),
      purpose: fc.constantFrom('transfer', 'statistics', 'other'),
    },
    { requiredKeys: [] },
  ),
  grants: fc.array(anyGrant, { maxLength: 4 }),
  day,
}) as fc.Arbitrary<Question>;

describe('whatever is asked', () => {
  it('there is a decision, and the same one again', () => {
    fc.assert(
      fc.property(question, (q) => {
        const decision = decide(q);
        expect(typeof decision.allowed).toBe('boolean');
        expect(rules.map(({ id }) => id)).toContain(decision.rule);
        expect(decide(structuredClone(q))).toEqual(decision);
        expect(typeof visibleRows(q)).toMatch(/string|object/);
      }),
      { numRuns: 2000 },
    );
  });

  it('a refusal is the same for a body that stands elsewhere and for none', () => {
    fc.assert(
      fc.property(
        question,
        fc.constantFrom<Relation>('elsewhere', 'above'),
        fc.array(fc.integer()),
        (q, relation, path) => {
          const { names: _, ...body } = q.about.body ?? { given: '99108', relation, path };
          const about = (more: object) => ({ ...q, about: { ...q.about, body: { ...body, ...more } } });
          const there = decide(about({ relation, path }));
          if (there.allowed) return;
          expect(there).toEqual(decide(about({ relation: 'unknown', path: [] })));
          // With the public directory, its name is all that can differ.
          const named = decide(about({ relation, path, names: asked }));
          expect({ ...named, facts: { ...named.facts, asked: 0 } }).toEqual({
            ...there,
            facts: { ...there.facts, asked: 0 },
          });
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('a record that is hidden and one that is not there are answered alike', () => {
    fc.assert(
      fc.property(question, fc.constantFrom(...relations), fc.array(fc.integer()), (q, relation, path) => {
        const body = { given: '99108', names: asked };
        const hidden = { ...q, about: { ...q.about, body: { ...body, relation, path } } };
        const absent = { ...q, about: { ...q.about, body: { ...body, relation: 'unknown' as const, path: [] } } };
        expect(absentOrHidden(hidden)).toEqual(absentOrHidden(absent));
        expect(absentOrHidden(hidden).allowed).toBe(false);
      }),
    );
  });

  it('an explanation holds only what the asker said, is, or may know', () => {
    fc.assert(
      fc.property(question, (q) => {
        const secret = 'S3CRET';
        const marked: Question = {
          ...q,
          grants: q.grants.map((one) => ({
            ...one,
            basis: secret,
            agreement: one.consumer === OWN ? one.agreement : secret,
          })),
        };
        const decision = decide(marked);
        const known: unknown[] = [
          q.caller.body?.names,
          q.about.body?.names,
          q.about.body && String(q.about.body.given),
          q.permission.name,
          q.about.register?.managerNames,
          q.about.register?.remedyPurpose,
          ...marked.grants
            .filter(({ consumer }) => consumer === q.caller.body?.id)
            .flatMap((one) => [one.agreement, one.purpose]),
        ];
        for (const value of Object.values(decision.facts)) expect(known).toContainEqual(value);
        if (decision.whoCanChange) expect(known).toContainEqual(decision.whoCanChange);
      }),
      { numRuns: 2000 },
    );
  });

  it('the rows that are visible are those that decide allows, body by body', () => {
    // A body's place is a path of ids; its relation to the caller follows from it.
    const pathOf = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(question, pathOf, (q, path) => {
        const id = path.at(-1) as number;
        const own = q.caller.body?.id;
        const relation: Relation =
          own === id ? 'same' : own !== undefined && path.includes(own) ? 'below' : 'elsewhere';
        const about = { ...q.about, body: { given: id, relation, path } };
        const rows = visibleRows(q);
        const seen = rows === 'all' || rows.bodies.includes(id) || rows.trees.some((tree) => path.includes(tree));
        expect(seen).toBe(decide({ ...q, about }).allowed);
      }),
      { numRuns: 5000 },
    );
  });
});
