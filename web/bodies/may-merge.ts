/** Whether the reader merges bodies at all: which ones, the node says when it is planned. */
import { useQuery } from '@tanstack/react-query';
import { askDecisions } from '../../src/governance/contract.ts';
import { ask, keyOf } from '../api.ts';
import { useSession } from '../session.tsx';

export function useMayMerge(): boolean {
  const { me } = useSession();
  const body = [{ permission: 'bodies.merge', about: me?.body ? { body: me.body.code } : {} }];
  const answers = useQuery({
    queryKey: keyOf(askDecisions, { body }),
    queryFn: () => ask(askDecisions, { body }),
    staleTime: 60_000,
  });
  return answers.data?.[0]?.allowed ?? false;
}
