/** The room's words as types: bodies in time, placements, successions, posts. Pure. */
import Type, { type Static } from 'typebox';
import { Day } from '../platform/day.ts';
import type { Post } from '../platform/room.ts';
import { Texts } from '../platform/texts.ts';

export { Day };
const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);

/** A body as every room sees it. `from` and `to` are days in force, both included; null means open. */
export const Body = Type.Object({
  id: Type.Integer(),
  code: Type.String(),
  names: Texts,
  kind: Type.String(),
  level: Type.String(),
  /** Id of the body above it (its last one, when it has ended). */
  parent: Nullable(Type.Integer()),
  from: Nullable(Day),
  to: Nullable(Day),
  ended: Nullable(Type.String()),
  attributes: Type.Record(Type.String(), Type.Unknown()),
  /** Ids from the root down to the body itself. */
  path: Type.Array(Type.Integer()),
});
export type Body = Static<typeof Body>;

export const successionKinds = ['rename', 'merge', 'split', 'whole', 'part'] as const;
export type SuccessionKind = (typeof successionKinds)[number];

export const endings = ['merger', 'split', 'rename', 'dissolution'] as const;
export type Ending = (typeof endings)[number];

/** What of one body went to another on a day. `share` is the part of the predecessor, 0 < share ≤ 1. */
export interface Succession {
  readonly kind: SuccessionKind;
  readonly day: string;
  readonly predecessor: number;
  readonly successor: number;
  readonly share: number;
}

export const posts = [
  'leader',
  'data-office',
  'data-manager',
  'steward',
  'officer',
  'developer',
  'technical',
  'contact',
  'compliance',
  'administrator',
] as const satisfies readonly Post[];

/** A post somebody holds. */
export interface Assignment {
  readonly id: number;
  readonly account: string;
  readonly body: number;
  readonly post: Post;
  readonly from: string | null;
  readonly to: string | null;
}

/** Whether a day lies in a validity; both ends are included, null is open. ISO days compare as text. */
export const inForce = (validity: { from: string | null; to: string | null }, day: string): boolean =>
  (validity.from === null || validity.from <= day) && (validity.to === null || day <= validity.to);

/** Whether two validities share a day. */
export const overlap = (
  a: { from: string | null; to: string | null },
  b: { from: string | null; to: string | null },
): boolean =>
  (a.from === null || b.to === null || a.from <= b.to) && (b.from === null || a.to === null || b.from <= a.to);

/** The day n calendar days later (earlier when negative). */
export function shiftDay(day: string, n: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + n);
  return date.toISOString().slice(0, 10);
}

/** Posts that reach beyond one tree: only an administrator hands them out (nobody gives more than they hold). */
const givers: Readonly<Partial<Record<Post, readonly Post[]>>> = {
  'data-office': ['administrator'],
  compliance: ['administrator'],
  administrator: ['administrator'],
  // The data office holds what the technical unit holds.
  technical: ['administrator', 'data-office'],
};
/** Posts of which one is needed to hand this one out; undefined: it reaches no further than its own tree. */
export const giversOf = (post: Post): readonly Post[] | undefined => givers[post];

/**
 * Compliance reads everything and changes nothing, so it is never held together with another post
 * (domain/vietnam.md §1.5: independent of the data office, never its own judge).
 */
export const excludeEachOther = (a: Post, b: Post): boolean => a !== b && (a === 'compliance' || b === 'compliance');

/** Nor in one body with the data office, whose head would then be judged by his own people. */
export const independentOf = (post: Post): Post | undefined =>
  post === 'compliance' ? 'data-office' : post === 'data-office' ? 'compliance' : undefined;
