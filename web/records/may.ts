/** What the reader may do here, asked of the node: no second set of rules in the browser. */
import { useQuery } from '@tanstack/react-query';
import { askDecisions } from '../../src/governance/contract.ts';
import { ask, keyOf } from '../api.ts';
import { useSession } from '../session.tsx';

/**
 * `const may = useMay('dang-vien', ['records.create'])`: false until it is known. The body is the reader's own. What is
 * shown beside something else is asked for only when it may be: a refusal is counted, and nobody asked for this one.
 */
export function useMay(register: string, permissions: readonly string[]): (permission: string) => boolean {
  const { me } = useSession();
  const code = me?.body?.code;
  const body = permissions.map((permission) => ({ permission, about: { register, ...(code && { body: code }) } }));
  const answers = useQuery({
    queryKey: keyOf(askDecisions, { body }),
    queryFn: () => ask(askDecisions, { body }),
    enabled: register !== '',
    staleTime: 60_000,
  });
  return (permission) => answers.data?.[permissions.indexOf(permission)]?.allowed ?? false;
}
