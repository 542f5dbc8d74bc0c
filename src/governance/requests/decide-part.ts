/**
 * One of the two opinions on a request. Content is the data manager's, security the technical role's: each has a
 * permission of its own, and nobody gives both. When the second agrees, the agreement and its grants come with it.
 */
import type { Author } from '../../bodies/index.ts';
import type { Context } from '../../platform/context.ts';
import { problems } from '../problems.ts';
import { assess } from './assess.ts';
import { changeRequest, type Scene, type Stand } from './change-request.ts';
import { gatherFacts } from './gather-facts.ts';
import { grantRequest } from './grant-request.ts';
import { awaited, outcomeOf, type Opinion, type Part, type RequestRecord } from './model.ts';
import { refuseStopped, type Reader } from './say-findings.ts';

export interface DecidePart {
  readonly code: string;
  readonly part: Part;
  readonly allowed: boolean;
  /** Code of the profile's list; a refusal needs one, and words. */
  readonly reason: string | null;
  readonly text: string;
}

export const deciding: Stand = { from: ['deciding'], side: 'decider' };

/** The part is awaited, and nobody gives both. @throws problems.requestMovedOn, problems.samePersonDecides */
export function insistOnPart(request: RequestRecord, part: Part, by: Pick<Author, 'account' | 'body'>): void {
  const { code, stage } = request;
  if (!awaited(request).includes(part)) throw problems.requestMovedOn({ request: code, stage });
  const other = request[part === 'content' ? 'security' : 'content'];
  // Somebody may hold both posts; the terminal of the node is nobody's post.
  if (other && other.account === by.account && by.body !== null) throw problems.samePersonDecides({ request: code });
}

/** @throws problems.requestNotFound, problems.requestMovedOn, problems.samePersonDecides, problems.reasonUnknown, problems.requestCannotBeSent */
export function decidePart(
  context: Context,
  { code, part, ...said }: DecidePart,
  by: Author,
  reader: Reader,
): Promise<RequestRecord> {
  const step = { code, action: `governance.decide-${part}`, ...deciding };
  return changeRequest(context, step, by, async (request, scene) => {
    const { demand } = request;
    insistOnPart(request, part, by);
    if (!demand) throw problems.requestMovedOn({ request: code, stage: request.stage });
    // What could not be sent today is not granted today.
    const facts = { register: request.register, by: request.by, demand };
    if (said.allowed) refuseStopped(assess(demand, await gatherFacts(context, scene.tx, facts, reader.t)), reader);
    const opinion = opinionOf(said, by, scene);
    return settled(context, { ...request, [part]: opinion }, scene);
  });
}

/** @throws problems.reasonUnknown */
export function opinionOf(
  { allowed, reason, text }: Pick<DecidePart, 'allowed' | 'reason' | 'text'>,
  by: Author,
  { rules, today }: Scene,
): Opinion {
  const isListed = rules.reasons.some((one) => one.code === reason);
  if (!allowed && (!isListed || text.trim() === '')) {
    throw problems.reasonUnknown({ reasons: rules.reasons.map((one) => one.code) });
  }
  return { allowed, reason: allowed ? null : reason, text, on: today, body: by.body, account: by.account };
}

/** What the opinions together make of it. */
export async function settled(context: Context, request: RequestRecord, scene: Scene): Promise<RequestRecord> {
  const outcome = outcomeOf(request);
  if (outcome === undefined) return request;
  const ended: RequestRecord = { ...request, stage: outcome, outcome, decided: scene.today };
  if (outcome === 'granted') return grantRequest(context, ended, scene);
  const refusal = request.content?.allowed === false ? request.content : request.security;
  const listed = scene.rules.reasons.find(({ code }) => code === refusal?.reason);
  return { ...ended, reason: listed?.names ?? {} };
}
