/**
 * What was read under an agreement, from the node that counts it to the one that is home of the reader: numbers of the
 * running period, a later one in the place of the earlier.
 */
import Type, { type Static } from 'typebox';
import Value from 'typebox/value';
import { listBodies } from '../../bodies/index.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Arriving, IsHere, Parcel, Taken, Travel } from '../../platform/travel.ts';
import { Day } from '../model.ts';
import { findAgreement, listAgreements } from '../store/agreement.ts';
import { putUse, useOfChange, type ToldUse } from '../store/use.ts';

const TOLD = 'governance.use-told';

const Count = Type.Integer({ minimum: 0, maximum: 2_147_483_647 });
const Use = Type.Object({
  agreement: Type.String({ minLength: 1, maxLength: 100 }),
  since: Day,
  used: Count,
  seen: Count,
  at: Type.String({ pattern: '^[0-9T:.+Z -]{10,40}$' }),
});
const Uses = Type.Object({ uses: Type.Array(Use, { minItems: 1, maxItems: 500 }) });
type Uses = Static<typeof Uses>;

export const useTravel: Travel = {
  follows: ['governance'],
  kinds: [TOLD],
  parcels: async (tx, change, isHere) => {
    const uses = await useOfChange(tx, change.id);
    if (uses.length === 0) return [];
    const at = change.at ?? { epoch: 0, position: 0 };
    return parcelsOf(tx, uses, { isHere, mark: `use/${String(at.epoch)}/${String(at.position)}` });
  },
  receive: async (_context, tx, arriving) =>
    Value.Check(Uses, arriving.parcel.payload)
      ? take(tx, arriving, arriving.parcel.payload)
      : { taken: false, reason: 'unreadable' },
  // The next number says it again.
  refused: () => Promise.resolve(),
};

const AT_ONCE = 500;

/** One parcel from each provider to each reader. */
async function parcelsOf(
  tx: Db,
  uses: readonly ToldUse[],
  { isHere, mark }: { readonly isHere: IsHere; readonly mark: string },
): Promise<Parcel[]> {
  const codes = new Map((await listBodies(tx)).map(({ id, code }) => [id, code]));
  const providers = new Map((await listAgreements(tx)).map(({ code, provider }) => [code, codes.get(provider) ?? '']));
  const way = (use: ToldUse) => JSON.stringify([providers.get(use.agreement) ?? '', codes.get(use.consumer) ?? '']);
  return [...Map.groupBy(uses, way)].flatMap(([key, some]) => {
    const [from, to] = JSON.parse(key) as [string, string];
    if (!isHere(from) || isHere(to)) return [];
    const told = some.slice(0, AT_ONCE).map(({ consumer: _, ...use }) => use);
    const subject = told.length === 1 ? (told[0]?.agreement ?? '') : `${to} (${String(told.length)})`;
    return [{ id: `${mark}/${from}/${to}`, kind: TOLD, from, to, subject, payload: { uses: told } satisfies Uses }];
  });
}

/** A provider tells of its own agreements, to a body that has a grant under them. */
async function take(tx: Db, { from, to }: Arriving, { uses }: Uses): Promise<Taken> {
  for (const { agreement } of uses) {
    const found = await findAgreement(tx, agreement);
    if (!found) return { taken: 'later', reason: 'unknown-agreement' };
    if (found.provider !== from) return { taken: false, reason: 'not-yours-to-say' };
  }
  for (const { at, ...use } of uses) await putUse(tx, [{ ...use, consumer: to }], { at, changeSet: null });
  return { taken: true };
}
