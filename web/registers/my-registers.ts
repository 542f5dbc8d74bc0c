/** The registers in which the reader may do something, as the node decides it. */
import { useQuery } from '@tanstack/react-query';
import { listCatalogue } from '../../src/exchange/contract.ts';
import { askDecisions } from '../../src/governance/contract.ts';
import { ask, keyOf, useEndpoint } from '../api.ts';
import { useSession } from '../session.tsx';

/** @param permission `registers.load`, `records.read-loads`… */
export function useMyRegisters(permission: string) {
  const { me } = useSession();
  const body = me?.body?.code;
  const catalogue = useEndpoint(listCatalogue, {}, { keep: true });
  const items = catalogue.data?.items;
  const questions = (items ?? []).map(({ register }) => ({ permission, about: { register, ...(body && { body }) } }));
  const decisions = useQuery({
    queryKey: keyOf(askDecisions, { body: questions }),
    queryFn: () => ask(askDecisions, { body: questions }),
    enabled: items !== undefined,
    staleTime: 60_000,
  });
  return {
    data: items && decisions.data && items.filter((_, i) => decisions.data[i]?.allowed),
    error: catalogue.error ?? decisions.error,
    refetch: () => (catalogue.error ? catalogue.refetch() : decisions.refetch()),
  };
}
