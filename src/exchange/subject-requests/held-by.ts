/** Where a person is held as far as she may ask about it, and who answers. */
import { findBody, homesElsewhere } from '../../bodies/index.ts';
import { keepersOf, type Keeper } from '../../registers/index.ts';
import { subjectProblems, subjectSettings } from '../../governance/index.ts';
import type { Context } from '../../platform/context.ts';
import { heldOf, type Held } from '../window/find-records.ts';

/** In the registers that the profile names, what stands. */
export async function heldForRights(context: Context, person: string, register?: string): Promise<Held[]> {
  const { registers } = subjectSettings(context.profile);
  const asked =
    register === undefined ? registers : registers === null || registers.includes(register) ? [register] : [];
  const held = await heldOf(context, person, asked);
  return held.flatMap((one) => {
    const records = one.records.filter(({ stands }) => stands);
    return records.length === 0 ? [] : [{ ...one, records }];
  });
}

export interface Answering extends Keeper {
  /** Code of the body where that is another node’s. */
  readonly elsewhere: string | null;
}

/** Of a register who keeps her record; of all of them the keeper who is nearest to her. @throws -holds-nothing */
export async function answererOf(context: Context, held: readonly Held[]): Promise<Answering> {
  const { db } = context;
  const elsewhere = await homesElsewhere(context);
  let nearest: { readonly keeper: Keeper; readonly depth: number } | undefined;
  let away: number | undefined;
  for (const { register, records } of held) {
    const keeperOf = await keepersOf(db, register);
    for (const { body } of records) {
      const keeper = keeperOf(body);
      if (elsewhere.has(body) || elsewhere.has(keeper.body)) {
        away ??= keeper.body;
        continue;
      }
      const depth = (await findBody(db, keeper.body))?.path.length ?? 0;
      if (!nearest || depth > nearest.depth) nearest = { keeper, depth };
    }
  }
  if (nearest) return { ...nearest.keeper, elsewhere: null };
  if (away === undefined) throw subjectProblems.subjectHoldsNothing();
  return { body: away, post: 'officer', elsewhere: (await findBody(db, away))?.code ?? '' };
}
