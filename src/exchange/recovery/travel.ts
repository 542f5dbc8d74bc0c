/** What a consumer gives back by itself: a snapshot named an older version than it holds. docs/protocol.md §6.6. */
import Type from 'typebox';
import Value from 'typebox/value';
import { Problem } from '../../platform/http/problem.ts';
import type { Travel } from '../../platform/travel.ts';
import { listLosses } from '../evidence/store/fence.ts';
import { GIVEN_BACK } from '../feeds/give-back.ts';
import { homesOfBodies } from '../nodes/index.ts';
import { MalformedPageError } from '../protocol/index.ts';
import { takeBack } from './take-back.ts';

const GivenBack = Type.Object({
  register: Type.String({ maxLength: 100 }),
  columns: Type.Array(Type.String({ maxLength: 100 }), { maxItems: 1_000 }),
  line: Type.String({ maxLength: 1_000_000 }),
});

/** The home decides: it knows the version, takes it over above both, or keeps it beside its own for a person. */
export const recoveryTravel: Travel = {
  follows: [],
  kinds: [GIVEN_BACK],
  parcels: () => Promise.resolve([]),
  receive: async (context, tx, { parcel }) => {
    if (!Value.Check(GivenBack, parcel.payload)) return { taken: false, reason: 'unreadable' };
    const { register, columns, line } = parcel.payload;
    const [loss] = await listLosses(tx);
    const node = (await homesOfBodies(tx))(parcel.from) ?? parcel.from;
    const bringing = { node, register, columns, lines: [line], since: loss?.since ?? null };
    try {
      const done = await takeBack(context, tx, { ...bringing, lost: loss?.endedEpoch ?? null });
      return done.refused > 0 ? { taken: false, reason: 'not-at-home-here' } : { taken: true };
    } catch (error) {
      if (error instanceof MalformedPageError) return { taken: false, reason: 'unreadable' };
      if (error instanceof Problem && error.kind.status === 404) return { taken: false, reason: 'not-held' };
      throw error;
    }
  },
  refused: () => Promise.resolve(),
};
