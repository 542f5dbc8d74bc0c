/** Who acts, as the use cases take it; and the second question of those who act for a body. */
import type { Author } from '../bodies/index.ts';
import type { Caller } from '../platform/caller.ts';
import type { Decision } from '../platform/decision.ts';
import type { About } from '../platform/http/endpoint.ts';
import { refusal } from '../platform/http/refusal.ts';
import type { Server } from '../platform/http/serve.ts';
import type { Translate } from '../platform/i18n.ts';

export interface Acting {
  readonly caller: Caller;
  readonly decision: Decision;
  readonly t: Translate;
}

export const author = ({ caller, decision }: Acting): Author => ({
  account: caller.account,
  body: caller.body,
  rule: decision.rule,
});

/** Whoever acts for a register or an agreement must reach the body that answers for it. */
export async function insist(
  server: Server,
  { caller, t }: Acting,
  permission: string,
  body: number | null,
): Promise<void> {
  const about: About = body === null ? {} : { body };
  const decision = await server.authorize(caller, permission, about);
  if (!decision.allowed) throw refusal(decision, t, caller.language);
}
