/** "Would I be allowed?", asked before a button is shown: a button that is off says why. */
import { askDecisions } from '../../src/governance/contract.ts';
import { useEndpoint } from '../api.ts';
import { hasWord, useWords } from '../i18n.ts';

export interface May {
  /** False as long as nobody has answered. */
  readonly allowed: boolean;
  /** Why not, in the reader's words; undefined while allowed or unknown. */
  readonly reason: string | undefined;
}

/** What the server would decide about this permission, for the caller's own body or the one that is named by its code. */
export function useMay(permission: string, body?: string): May {
  const { t, say } = useWords('governance');
  const asked = useEndpoint(askDecisions, { body: [{ permission, ...(body !== undefined && { about: { body } }) }] });
  const decision = asked.data?.[0];
  if (!decision || decision.allowed) return { allowed: decision?.allowed ?? false, reason: undefined };
  const [room = 'governance', rule = ''] = decision.rule.split('/');
  const facts = Object.fromEntries(
    Object.entries(decision.facts).map(([name, value]) => [
      name,
      typeof value === 'object' && value !== null ? say(value) : value,
    ]),
  );
  const words = [`${room}:rules.${rule}`, decision.remedy ? `${room}:remedies.${decision.remedy}` : ''];
  return {
    allowed: false,
    reason: words
      .filter(hasWord)
      .map((key) => t(key, facts))
      .join(' '),
  };
}
