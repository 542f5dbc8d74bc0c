/** Bodies as one node tells another: by code, in the form that the import reads, each with where its home changed it. */
import Type, { type Static } from 'typebox';
import type { Entry } from '../export-bodies.ts';
import { toEntries } from '../export-bodies.ts';
import { Day, type Succession } from '../model.ts';
import type { Existing } from '../planned.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);

export const ToldTree = Type.Object({
  bodies: Type.Array(
    Type.Object({
      /** As in `bodies/*.yaml`; `successions` say what became of it. */
      entry: Type.Record(Type.String(), Type.Unknown()),
      /** Where in its home's log it was last changed. */
      at: Type.Object({ epoch: Type.Integer({ minimum: 0 }), position: Type.Integer({ minimum: 0 }) }),
    }),
    { maxItems: 500 },
  ),
  /** Founded by a merge that was undone. */
  gone: Type.Array(Type.Object({ code: Type.String(), from: Nullable(Day) }), { maxItems: 10 }),
});
export type ToldTree = Static<typeof ToldTree>;
export type ToldBody = ToldTree['bodies'][number];

/** Entries of these bodies. What went where is said by whom it left, because its home decides that. Pure. */
export function tellBodies(
  bodies: readonly Existing[],
  all: readonly Existing[],
  successions: readonly Succession[],
): Entry[] {
  const codes = new Map(all.map(({ id, code }) => [id, code]));
  const left = Map.groupBy(successions, ({ predecessor }) => predecessor);
  return toEntries(bodies, all, []).map((entry, i) => {
    const went = left.get(bodies[i]?.id ?? 0) ?? [];
    if (went.length === 0) return entry;
    const written = went.map(({ kind, day, share, successor }) => ({
      kind,
      day,
      from: [{ code: entry['code'], share }],
      to: [codes.get(successor) ?? ''],
    }));
    return { ...entry, successions: written };
  });
}
