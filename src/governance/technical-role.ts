/** Who answers for the safety of what is exchanged: the technical unit, or the data office where no body has one. */
import { bodiesHolding } from '../bodies/index.ts';
import type { Db } from '../platform/db/db.ts';

export interface TechnicalRole {
  readonly body: number;
  readonly post: 'technical' | 'data-office';
}

export async function technicalRole(db: Db, day: string): Promise<TechnicalRole | undefined> {
  for (const post of ['technical', 'data-office'] as const) {
    const [body] = await bodiesHolding(db, post, day);
    if (body !== undefined) return { body, post };
  }
  return undefined;
}
