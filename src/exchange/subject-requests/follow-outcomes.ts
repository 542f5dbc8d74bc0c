/** What was begun for a request has ended: so does the request, with the answer that was given. */
import {
  actingRequests,
  disposalItems,
  escalateSubjectRequests,
  getDisposal,
  mayMoveRequest,
  moveSubjectRequest,
  subjectSettings,
  subjectStep,
  type SubjectRequest,
} from '../../governance/index.ts';
import { system } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import { Problem } from '../../platform/http/problem.ts';
import type { Round } from '../../platform/rounds.ts';
import { correctionStanding } from '../../registers/index.ts';

const EVERY_MS = 30_000;
const node = { account: system.account, body: null, rule: 'governance/node-itself' };

export const subjectRound = (context: Context): Round => ({
  name: 'exchange.subject-requests',
  everyMs: EVERY_MS,
  run: async () => {
    await followOutcomes(context);
    await escalateSubjectRequests(context);
  },
});

type Ending = Pick<SubjectRequest, 'state'> & Partial<Pick<SubjectRequest, 'answer' | 'refusal'>>;

/** Begun anew it does nothing twice. @returns how many ended */
export async function followOutcomes(context: Context): Promise<number> {
  let ended = 0;
  for (const request of await actingRequests(context.db, ['received', 'acknowledged', 'acting'])) {
    const ending = await endingOf(context, request);
    if (!ending) continue;
    try {
      await moveSubjectRequest(
        context,
        { id: request.id, action: 'exchange.close-subject-request' },
        node,
        (found) => ({
          ...found,
          ...(mayMoveRequest(found.state, ending.state) ? ending : {}),
          steps: [...found.steps, subjectStep(context, ending.state, node)],
        }),
      );
      ended += 1;
    } catch (error) {
      // Answered, or taken back, in the meantime.
      if (!(error instanceof Problem)) throw error;
    }
  }
  return ended;
}

async function endingOf(context: Context, request: SubjectRequest): Promise<Ending | undefined> {
  const { correction, disposal } = request.result;
  if (correction !== undefined) return ofCorrection(context, correction);
  return disposal === undefined ? undefined : ofDisposal(context, disposal);
}

async function ofCorrection(context: Context, id: string): Promise<Ending | undefined> {
  const found = await correctionStanding(context.db, id);
  if (found?.state === 'taken-over') return { state: 'done', answer: found.reason };
  const isOver = found === undefined || ['refused', 'withdrawn', 'source-wrong'].includes(found.state);
  return isOver ? refusedFor(context, 'correction', found?.reason ?? '') : undefined;
}

async function ofDisposal(context: Context, id: string): Promise<Ending | undefined> {
  const disposal = await getDisposal(context.db, id);
  if (['refused', 'withdrawn'].includes(disposal.state)) return refusedFor(context, 'disposal', disposal.reason ?? '');
  if (disposal.state !== 'marked' && disposal.state !== 'destroyed') return undefined;
  // A hold that came between kept them.
  if ((await disposalItems(context.db, id)).length === 0) return refusedFor(context, 'hold', '');
  return disposal.state === 'destroyed' ? { state: 'done', answer: null } : undefined;
}

function refusedFor({ profile }: Context, why: 'correction' | 'disposal' | 'hold', reason: string): Ending {
  const { holdGround, foundGround } = subjectSettings(profile);
  const ground = (why === 'hold' ? holdGround : foundGround) ?? '';
  return { state: 'refused', refusal: { ground, reason } };
}
