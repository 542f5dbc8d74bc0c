/** "Would I be allowed?", asked of the node before a button is shown: no second set of rules in the browser, and a button that is off says why. */
import { askDecisions, type Act } from '../../src/governance/contract.ts';
import type { Decision } from '../../src/platform/decision.ts';
import { useEndpoint } from '../api.ts';
import { hasWord, useWords } from '../i18n.ts';
import { useSession } from '../session.tsx';

export interface May {
  /** False as long as nobody has answered. */
  readonly allowed: boolean;
  /** Why not, in the reader's words; undefined while allowed or unknown. */
  readonly reason: string | undefined;
  /** What the node answered. */
  readonly decision?: Decision | undefined;
}

/** What a page's own answer says of an act (`allowed` of the contract). */
export function mayOf(act: Act | undefined): May {
  if (!act || act.allowed) return { allowed: act?.allowed ?? false, reason: undefined };
  return { allowed: false, reason: [act.why, act.help].filter(Boolean).join(' ') || undefined };
}

interface Asked {
  readonly permission: string;
  readonly about?: { readonly register?: string; readonly body?: string | number };
}

/** One question for all of them. What is shown beside something else is asked for only when it may be. */
function useAnswers(asked: readonly Asked[], when = true): (permission: string) => May {
  const { t, say } = useWords('governance');
  const answers = useEndpoint(askDecisions, { body: [...asked] }, { when });
  return (permission) => {
    const decision = answers.data?.[asked.findIndex((one) => one.permission === permission)];
    if (!decision || decision.allowed) return { allowed: decision?.allowed ?? false, reason: undefined, decision };
    const [room = 'governance', rule = ''] = decision.rule.split('/');
    const facts = Object.fromEntries(
      Object.entries(decision.facts).map(([name, value]) => [
        name,
        typeof value === 'object' && value !== null ? say(value) : value,
      ]),
    );
    const words = [`${room}:rules.${rule}`, decision.remedy ? `${room}:remedies.${decision.remedy}` : ''];
    const reason = words.filter(hasWord).map((key) => t(key, facts));
    return { allowed: false, reason: reason.join(' '), decision };
  };
}

/** About this permission, for the caller's own body or the one that is named by its code. */
export function useMay(permission: string, body?: string): May {
  return useAnswers([{ permission, ...(body !== undefined && { about: { body } }) }])(permission);
}

/**
 * About a register: `const may = useMayOf('dang-vien', ['records.create'])`, then `may('records.create').allowed`.
 * @param body the home of the record in question (id); without it, the reader's own body
 * @param when false: nothing is asked yet
 */
export function useMayOf(
  register: string,
  permissions: readonly string[],
  { body, when = true }: { readonly body?: number | undefined; readonly when?: boolean } = {},
): (permission: string) => May {
  const { me } = useSession();
  const at = body ?? me?.body?.code;
  const about = { register, ...(at !== undefined && { body: at }) };
  return useAnswers(
    permissions.map((permission) => ({ permission, about })),
    when && register !== '',
  );
}
