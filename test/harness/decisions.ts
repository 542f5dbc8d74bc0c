/** The cells of the decision matrix, made from every room's permission table, and a second opinion on each. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Grant } from '../../src/governance/model.ts';
import type { AskedRegister, Question, Relation } from '../../src/governance/question.ts';
import type { Permission, PermissionTable } from '../../src/platform/room.ts';

export const OWN = 10;
export const DAY = '2026-11-23';
export const you = { en: 'Dong Lau', fr: 'Commune de Dong Lau' };
export const asked = { en: 'Ben Soi' };
export const keeper = { en: 'Commune that keeps it' };
export const manager = { en: 'Organisation Commission' };
export const purpose = { en: 'transfer of membership' };

export const paths: Readonly<Record<Relation, readonly number[]>> = {
  same: [1, 5, OWN],
  below: [1, 5, OWN, 100],
  above: [1, 5],
  elsewhere: [1, 6, 20],
  unknown: [],
};
export const relations = Object.keys(paths) as Relation[];

export const grant = (more: Partial<Grant> = {}): Grant => ({
  id: 77_001,
  agreement: 'TT-01',
  register: 'members',
  consumer: OWN,
  elements: 'all',
  rows: 'all',
  condition: null,
  purpose: 'transfer',
  basis: 'law',
  mode: 'query',
  from: '2026-01-01',
  to: '2026-12-31',
  state: 'active',
  ...more,
});

export const register = (more: Partial<AskedRegister> = {}): AskedRegister => ({
  name: 'members',
  external: false,
  managerBody: 88_002,
  managerNames: manager,
  remedyPurpose: purpose,
  ...more,
});

export interface Cell {
  readonly name: string;
  readonly entry: Permission | undefined;
  readonly posts: readonly string[];
  readonly relation: Relation | undefined;
  readonly register: AskedRegister | null | undefined;
  readonly grants: readonly Grant[];
  /** Who keeps the rows of the body asked about. */
  readonly keeper?: number | undefined;
}

export const questionOf = (cell: Cell): Question => ({
  caller: { kind: 'person', body: { id: OWN, names: you, level: 'province' }, posts: cell.posts },
  permission: { name: cell.name, ...(cell.entry && { entry: cell.entry }) },
  about: {
    ...(cell.relation && {
      body: {
        given: '99108',
        relation: cell.relation,
        path: paths[cell.relation],
        ...(cell.relation !== 'unknown' && { names: asked }),
        ...(cell.keeper !== undefined && { keeper: { id: cell.keeper, names: keeper } }),
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
export function reference(cell: Cell): boolean {
  const { entry, posts, relation, register: about } = cell;
  if (!entry || !holdsAny(cell, entry)) return false;
  if (entry.changes && posts.includes('compliance')) return false;
  if (posts.length === 0 && !entry.own) return false;
  const far = reachesOf(cell, entry);
  if (far.has('everywhere')) return true;
  if (about?.external !== true && insideOwn(far, relation)) return keptByMe(cell, entry, far);
  if (about?.external !== true && cell.keeper === OWN && entry.keeps && far.size > 0) return true;
  return !entry.changes && relation !== 'unknown' && !!about && readsBeyond(cell, entry, about);
}

/** Beyond one's own scope one only reads: as the register's data manager, or by agreement. */
function readsBeyond({ posts, relation, grants }: Cell, entry: Permission, about: AskedRegister): boolean {
  const manages = about.managerBody === OWN && posts.includes('data-manager') && 'data-manager' in entry.reach;
  return manages || grants.some((one) => grantOpens(one, entry, about) && rowsFit(one, relation));
}

/** Rows that arise at a level are changed by whoever keeps them; loaded also by the levels that the rule names. */
function keptByMe({ keeper, register: about }: Cell, entry: Permission, far: ReadonlySet<string>): boolean {
  if (!entry.keeps || !about?.keeping || keeper === undefined || keeper === OWN) return true;
  return entry.keeps === 'load' && far.has('own-tree') && about.keeping.onBehalf.includes('province');
}

const holdsAny = ({ posts }: Cell, entry: Permission): boolean =>
  Object.keys(entry.reach).some((holder) => holder === 'anyone' || posts.includes(holder));

/** A data manager's post counts on what his body manages, and where no register is meant. */
function reachesOf({ posts, register: about }: Cell, entry: Permission): Set<string> {
  const mine = about === undefined || about === null || about.managerBody === OWN;
  const reach = new Set<string>();
  for (const [holder, far] of Object.entries(entry.reach)) {
    if (holder === 'anyone') reach.add(far);
    else if (posts.includes(holder) && (holder !== 'data-manager' || mine)) reach.add(far);
  }
  return reach;
}

function insideOwn(far: ReadonlySet<string>, relation: Relation | undefined): boolean {
  if (!relation || relation === 'same') return far.size > 0;
  return relation === 'below' && far.has('own-tree');
}

const opening: Readonly<Record<string, string>> = {
  lookup: 'lookup query feed',
  query: 'query feed',
  feed: 'feed',
  statistics: 'statistics',
};

function grantOpens(one: Grant, entry: Permission, about: AskedRegister): boolean {
  const holds = one.state === 'active' && one.from <= DAY && (one.to === null || DAY <= one.to);
  const toMe = one.consumer === OWN && one.register === about.name && one.elements === 'all';
  return holds && toMe && (opening[entry.mode ?? 'query'] ?? '').split(' ').includes(one.mode);
}

function rowsFit({ rows }: Grant, relation: Relation | undefined): boolean {
  if (!relation || rows === 'all') return true;
  if (rows === 'own-tree') return ['same', 'below'].includes(relation);
  return ('trees' in rows ? rows.trees : [rows.under]).some((tree) => paths[relation].includes(tree));
}

/** The tables of every room that has one, found on disk: a new room is in the matrix by itself. */
export async function allTables(): Promise<Record<string, Permission>> {
  const source = join(import.meta.dirname, '../../src');
  const folders = readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name === 'permissions.ts')
    .map((entry) => join(entry.parentPath, entry.name));
  const all: Record<string, Permission> = {};
  for (const file of folders) {
    const module = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as { permissions: PermissionTable };
    Object.assign(all, module.permissions);
  }
  return all;
}

// Every mode and every kind of table entry must occur, whatever the rooms ship today.
export const invented: Record<string, Permission> = {
  'test.lookup': { changes: false, mode: 'lookup', reach: { officer: 'own-tree', 'data-manager': 'own-body' } },
  'test.statistics': { changes: false, mode: 'statistics', reach: { leader: 'own-body', officer: 'own-body' } },
  'test.anyone-here': { changes: false, reach: { anyone: 'own-body' } },
  'test.own': { changes: false, own: true, reach: { anyone: 'own-body' } },
  'test.change': {
    changes: true,
    reach: { officer: 'own-tree', compliance: 'everywhere', 'data-manager': 'everywhere' },
  },
};

export const postSets = [
  [],
  ...['leader', 'data-office', 'data-manager', 'steward', 'officer', 'developer', 'technical', 'contact'].map((p) => [
    p,
  ]),
  ...['compliance', 'administrator'].map((p) => [p]),
  ['compliance', 'officer'],
  ['officer', 'data-manager'],
  ['leader', 'steward', 'officer'],
  ['nonsense', '__proto__', 'constructor'],
];
export const registers: (AskedRegister | null | undefined)[] = [
  undefined,
  null,
  register(),
  register({ managerBody: OWN }),
  register({ external: true }),
];
/** Registers whose updating rule says who keeps which rows. */
export const keptRegisters: AskedRegister[] = [
  register({ keeping: { onBehalf: [] } }),
  register({ keeping: { onBehalf: ['province'] }, managerBody: OWN }),
  register({ keeping: { onBehalf: ['province'] }, external: true }),
];
const COMMUNE = 100;
const keepers = [OWN, 5, COMMUNE];
export const grantSets: Grant[][] = [
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

/** Every permission × posts × relation × register × grants. */
export async function allCells(): Promise<Cell[]> {
  const entries = [...Object.entries({ ...(await allTables()), ...invented }), ['test.absent', undefined] as const];
  const kept = entries
    .filter(([, entry]) => entry?.keeps)
    .flatMap(([name, entry]) =>
      postSets.flatMap((posts) =>
        relations.flatMap((relation) =>
          keptRegisters.flatMap((about) =>
            (relation === 'unknown' ? [undefined] : keepers).map((keeper) => ({
              ...{ name, entry, posts, relation, keeper },
              ...{ register: about, grants: [] },
            })),
          ),
        ),
      ),
    );
  const plain = entries.flatMap(([name, entry]) =>
    postSets.flatMap((posts) =>
      [undefined, ...relations].flatMap((relation) =>
        registers.flatMap((about) =>
          grantSets.map((grants) => ({ name, entry, posts, relation, register: about, grants })),
        ),
      ),
    ),
  );
  return [...plain, ...kept];
}
