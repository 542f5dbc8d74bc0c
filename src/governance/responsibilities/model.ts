/** Who answers: assignments with their days, duties of bodies, and what nobody answers for. Pure. */
import Type, { type Static } from 'typebox';
import { addDays } from '../../platform/relative-day.ts';
import { Texts } from '../../platform/texts.ts';
import { Day, Nullable } from '../model.ts';

export const roles = ['owner', 'manager', 'steward'] as const;
export const Role = Type.Union([Type.Literal('owner'), Type.Literal('manager'), Type.Literal('steward')]);
export type Role = Static<typeof Role>;

/** The post by which somebody does what the body is named for. */
export const postOfRole = { owner: 'leader', manager: 'data-manager', steward: 'steward' } as const;
/** Posts of one body that do it: its data manager and its data office look after registers where no steward is named by post. */
const doneBy: Readonly<Record<Role, readonly string[]>> = {
  owner: ['leader'],
  manager: ['data-manager'],
  steward: ['steward', 'data-manager', 'data-office'],
};

/** One assignment; `from` null: since the profile was installed, `to` null: until somebody ends it. Both days are included. */
export const Responsibility = Type.Object({
  id: Type.Integer(),
  register: Type.String(),
  role: Role,
  body: Type.Integer(),
  /** Narrows a steward's to one person of the body; null: whoever holds the post there. */
  account: Nullable(Type.String()),
  from: Nullable(Day),
  to: Nullable(Day),
  /** When somebody last said that it stands. */
  reviewedOn: Nullable(Day),
  reason: Nullable(Type.String()),
});
export type Responsibility = Static<typeof Responsibility>;

/** A duty that bodies have: a post that somebody must hold there. */
export const Duty = Type.Object({
  code: Type.String(),
  names: Texts,
  /** Holding any of these is enough. */
  posts: Type.Array(Type.String()),
  /** Levels at which each body must fill it itself; elsewhere the nearest body above does it. */
  levels: Type.Array(Type.String()),
  /** And only those of these kinds; empty: whatever the kind. */
  kinds: Type.Array(Type.String()),
});
export type Duty = Static<typeof Duty>;

/** What a profile says of answering. */
export const Answering = Type.Object({
  /** Days after which an assignment that nobody looked at is stale. */
  reviewEvery: Type.Integer(),
  /** Working days within which what nobody answers for must be closed. */
  workingDays: Type.Integer(),
  duties: Type.Array(Duty),
});
export type Answering = Static<typeof Answering>;

export const gapKinds = ['no-owner', 'no-manager', 'no-steward', 'vacant', 'orphaned', 'stale', 'unfilled'] as const;
export const GapKind = Type.Enum(gapKinds);
export type GapKind = (typeof gapKinds)[number];

/** Something nobody answers for, as it is found. */
export interface Found {
  readonly kind: GapKind;
  readonly register: string | null;
  readonly role: Role | null;
  readonly duty: string | null;
  readonly body: number | null;
  /** First day of it; null where nobody can tell. */
  readonly since: string | null;
  /** Post that must close it, in the nearest body from `from` upwards where somebody holds it. */
  readonly post: string;
  readonly from: number | null;
}

export interface BodyHere {
  readonly id: number;
  readonly level: string;
  readonly kind: string;
  /** Ids from the root down to itself. */
  readonly path: readonly number[];
  /** Last day; null while it has none. */
  readonly to: string | null;
}

export interface Answerable {
  readonly name: string;
  readonly external: boolean;
  readonly state: 'draft' | 'published';
  /** In force on the day. */
  readonly held: readonly Responsibility[];
}

/** All a finding is made of; read beforehand. */
export interface Situation {
  readonly day: string;
  /** Day from which a review is counted where none was written: the first start of the node. */
  readonly since: string;
  readonly answering: Answering;
  readonly registers: readonly Answerable[];
  /** Every body that ever was. */
  readonly bodies: ReadonlyMap<number, BodyHere>;
  /** Body → posts that somebody who may sign in holds there today. */
  readonly posts: ReadonlyMap<number, ReadonlySet<string>>;
  /** `body/post` → the last day on which somebody held it, of those that nobody holds. */
  readonly lastHeld: ReadonlyMap<string, string>;
  /** Accounts that are closed or gone. */
  readonly closed: ReadonlySet<string>;
  /** Bodies that are at home at another node: what they lack is found there. */
  readonly elsewhere: ReadonlySet<number>;
}

export const isInForce = ({ to }: Pick<BodyHere, 'to'>, day: string): boolean => to === null || to >= day;
export const keyOf = ({ kind, register, role, duty, body }: Omit<Found, 'since' | 'post' | 'from'>): string =>
  JSON.stringify([kind, register, role, duty, body]);

const holdsAny = ({ posts }: Situation, body: number, wanted: readonly string[]): boolean =>
  wanted.some((post) => posts.get(body)?.has(post) === true);

/** The first day on which nobody held any of the posts; null where nobody ever did. */
function vacantSince({ lastHeld }: Situation, body: number, wanted: readonly string[]): string | null {
  const last = wanted.flatMap((post) => lastHeld.get(`${String(body)}/${post}`) ?? []).toSorted();
  return last.length === 0 ? null : addDays(last[last.length - 1] as string, 1);
}

/** Everything that nobody answers for on the day, each thing once. Total: any situation gives a list. */
export function findGaps(situation: Situation): Found[] {
  const all = [...situation.registers.flatMap((one) => ofRegister(one, situation)), ...unfilled(situation)];
  return [...new Map(all.map((found) => [keyOf(found), found])).values()];
}

function ofRegister(register: Answerable, situation: Situation): Found[] {
  if (register.state === 'draft') return [];
  const { held, name } = register;
  const manager = held.find(({ role }) => role === 'manager')?.body ?? null;
  if (manager !== null && situation.elsewhere.has(manager)) return [];
  const about = { register: name, duty: null, since: null };
  const office = { post: 'data-office', from: manager };
  const missing = (role: Role) => !held.some((one) => one.role === role);
  return [
    ...(missing('owner') && !register.external
      ? [{ ...about, ...office, kind: 'no-owner' as const, role: 'owner' as const, body: null }]
      : []),
    ...(missing('manager')
      ? [{ ...about, ...office, kind: 'no-manager' as const, role: 'manager' as const, body: null }]
      : []),
    ...(missing('steward')
      ? [
          {
            ...{ ...about, kind: 'no-steward' as const, role: 'steward' as const, body: null },
            ...(manager === null ? office : { post: 'data-manager', from: manager }),
          },
        ]
      : []),
    ...held.flatMap((one) => ofAssignment(one, manager, situation)),
    ...stale(register, manager, situation),
  ];
}

/** A body that has ended or an account that is closed answers for nothing; nor does a body where nobody holds the post. */
function ofAssignment(one: Responsibility, manager: number | null, situation: Situation): Found[] {
  const about = { register: one.register, role: one.role, duty: null, body: one.body };
  const body = situation.bodies.get(one.body);
  if (!body || !isInForce(body, situation.day)) {
    const since = body?.to ? addDays(body.to, 1) : null;
    return [{ ...about, kind: 'orphaned', since, post: 'data-office', from: manager }];
  }
  if (one.account !== null && situation.closed.has(one.account)) {
    return [{ ...about, kind: 'orphaned', since: null, post: 'leader', from: one.body }];
  }
  if (situation.elsewhere.has(one.body) || holdsAny(situation, one.body, doneBy[one.role])) return [];
  const since = vacantSince(situation, one.body, doneBy[one.role]);
  return [{ ...about, kind: 'vacant', since, post: 'leader', from: one.body }];
}

/** One gap a register, whichever of its assignments is the oldest. */
function stale({ name, held }: Answerable, manager: number | null, situation: Situation): Found[] {
  const looked = held.map(({ reviewedOn, from }) => reviewedOn ?? from ?? situation.since).toSorted()[0];
  const since = looked === undefined ? undefined : addDays(looked, situation.answering.reviewEvery + 1);
  if (since === undefined || since > situation.day) return [];
  const about = { register: name, role: null, duty: null, body: manager, since };
  return [{ ...about, kind: 'stale', post: 'data-manager', from: manager }];
}

function unfilled(situation: Situation): Found[] {
  const { answering, bodies, day, elsewhere } = situation;
  return answering.duties.flatMap((duty) =>
    [...bodies.values()]
      .filter((body) => isRequired(duty, body) && isInForce(body, day) && !elsewhere.has(body.id))
      .filter(({ id }) => !holdsAny(situation, id, duty.posts))
      .map(({ id }): Found => {
        const about = { register: null, role: null, duty: duty.code, body: id };
        return { ...about, kind: 'unfilled', since: vacantSince(situation, id, duty.posts), post: 'leader', from: id };
      }),
  );
}

export const isRequired = ({ levels, kinds }: Duty, { level, kind }: Pick<BodyHere, 'level' | 'kind'>): boolean =>
  levels.includes(level) && (kinds.length === 0 || kinds.includes(kind));

/** Who owes it: the nearest body from where it begins upwards in which somebody holds the post, else any, else where it begins. */
export function owerOf(
  { from, post }: Pick<Found, 'from' | 'post'>,
  { bodies, posts }: Pick<Situation, 'bodies' | 'posts'>,
): number | undefined {
  const has = (body: number) => posts.get(body)?.has(post) === true;
  const path = from === null ? [] : (bodies.get(from)?.path ?? [from]);
  const near = path.toReversed().find(has);
  const anywhere = [...posts.keys()].toSorted((a, b) => a - b).find(has);
  return near ?? anywhere ?? from ?? [...bodies.keys()][0];
}

/** How a body stands to a duty: filled there, done by the nearest above, owed there, or asked of nobody. */
export type CellState = 'held' | 'inherited' | 'gap' | 'none';
export function cellOf(
  duty: Duty,
  body: BodyHere,
  { posts }: Pick<Situation, 'posts'>,
): { readonly state: CellState; readonly from: number | null } {
  const has = (id: number) => duty.posts.some((post) => posts.get(id)?.has(post) === true);
  if (has(body.id)) return { state: 'held', from: body.id };
  if (isRequired(duty, body)) return { state: 'gap', from: null };
  const above = body.path.slice(0, -1).toReversed().find(has);
  return above === undefined ? { state: 'none', from: null } : { state: 'inherited', from: above };
}
