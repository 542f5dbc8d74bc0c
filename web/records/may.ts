/** What the reader may do here, asked of the node: no second set of rules in the browser. */
import { useQuery } from '@tanstack/react-query';
import { askDecisions } from '../../src/governance/contract.ts';
import type { Decision } from '../../src/platform/decision.ts';
import { ask, keyOf } from '../api.ts';
import { useSession } from '../session.tsx';

/**
 * `const may = useMay('dang-vien', ['records.create'])`: false until it is known. What is shown beside something else is
 * asked for only when it may be: a refusal is counted, and nobody asked for this one.
 * @param body the home of the record in question (id); without it, the reader's own body
 */
export function useMay(
  register: string,
  permissions: readonly string[],
  body?: number,
): (permission: string) => boolean {
  const answer = useAnswers(register, permissions, body);
  return (permission) => answer(permission)?.allowed ?? false;
}

/** Why not, of one record: undefined while it is not known, and when it is allowed. */
export function useRefusal(register: string, permission: string, body: number | undefined): Decision | undefined {
  const decision = useAnswers(body === undefined ? '' : register, [permission], body)(permission);
  return decision?.allowed === false ? decision : undefined;
}

function useAnswers(
  register: string,
  permissions: readonly string[],
  home: number | undefined,
): (permission: string) => Decision | undefined {
  const { me } = useSession();
  const at = home ?? me?.body?.code;
  const body = permissions.map((permission) => ({
    permission,
    about: { register, ...(at !== undefined && { body: at }) },
  }));
  const answers = useQuery({
    queryKey: keyOf(askDecisions, { body }),
    queryFn: () => ask(askDecisions, { body }),
    enabled: register !== '',
    staleTime: 60_000,
  });
  return (permission) => answers.data?.[permissions.indexOf(permission)];
}
