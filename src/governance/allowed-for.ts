/** What may be done with each row of a page, asked once for the page: a decision for each permission. Pure. */
import type { Decision } from '../platform/decision.ts';
import type { Permission } from '../platform/room.ts';
import { decide } from './decide.ts';
import type { AskedBody, Question } from './question.ts';

export interface AskedPermission {
  readonly name: string;
  /** Absent: no room has it. */
  readonly entry?: Permission | undefined;
}

/** By permission. */
export type Decisions = Readonly<Record<string, Decision>>;

/**
 * Rows at home in the same body get the same answer, which is made once.
 * @param question the asker, the register and the grants; its body and permission are those of the rows
 * @param homes of each row, in their order
 */
export function allowedFor(
  question: Question,
  permissions: readonly AskedPermission[],
  homes: readonly (AskedBody | undefined)[],
): Decisions[] {
  const known = new Map<AskedBody | undefined, Decisions>();
  const { body: _, ...about } = question.about;
  return homes.map((body) => {
    let answer = known.get(body);
    if (!answer) {
      answer = Object.fromEntries(
        permissions.map(({ name, entry }) => {
          const one = {
            ...question,
            permission: { name, ...(entry && { entry }) },
            about: { ...about, ...(body && { body }) },
          };
          return [name, decide(one)];
        }),
      );
      known.set(body, answer);
    }
    return answer;
  });
}
