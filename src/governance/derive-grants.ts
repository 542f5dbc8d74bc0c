/** Derives grants from agreements: one for each consumer body, each revocable by itself. */
import { listBodies } from '../bodies/index.ts';
import type { Db } from '../platform/db/db.ts';
import type { Agreement, Consumers } from './model.ts';
import * as store from './store/agreement.ts';

export interface Candidate {
  readonly id: number;
  readonly level: string;
  readonly kind: string;
  readonly path: readonly number[];
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Ids of the bodies an agreement is for, among those in force. Pure. */
export function consumersOf(consumers: Consumers, inForce: readonly Candidate[]): number[] {
  if ('bodies' in consumers) {
    const here = new Set(inForce.map(({ id }) => id));
    return consumers.bodies.filter((id) => here.has(id));
  }
  const { level, kind, under, attributes = {} } = consumers.class;
  return inForce
    .filter(
      (body) =>
        (level === undefined || body.level === level) &&
        (kind === undefined || body.kind === kind) &&
        (under === undefined || body.path.includes(under)) &&
        Object.entries(attributes).every(([name, value]) => String(body.attributes[name] ?? '') === value),
    )
    .map(({ id }) => id);
}

/** Brings the grants of these agreements in line with the bodies in force on the day; returns how many began or ended. */
export async function deriveGrants(
  tx: Db,
  agreements: readonly Agreement[],
  day: string,
  changeSet: number,
): Promise<number> {
  if (agreements.length === 0) return 0;
  const bodies = await listBodies(tx, { on: day });
  const pairs = agreements.flatMap(({ code, consumers }) =>
    consumersOf(consumers, bodies).map((consumer) => ({ code, consumer })),
  );
  const entitled = { agreements: pairs.map(({ code }) => code), consumers: pairs.map(({ consumer }) => consumer) };
  const begun = await store.addManyGrants(tx, entitled, changeSet);
  const of = agreements.map(({ code }) => code);
  return begun + (await store.endOtherGrants(tx, { of, ...entitled }, changeSet));
}
