/** What a register is and what its rows hold: asked once, remembered by every page of it. */
import { getEntity, type EntityPage } from '../../src/dictionary/contract.ts';
import { getCatalogueEntry, type CataloguePage } from '../../src/exchange/contract.ts';
import { useEndpoint } from '../api.ts';

export interface RegisterPlan {
  readonly entry: CataloguePage['entry'];
  readonly entity: EntityPage;
}

interface PlanQuery {
  readonly data: RegisterPlan | undefined;
  readonly error: Error | null;
  readonly refetch: () => unknown;
}

/** @param register its name; empty while it is not known, then nothing is asked */
export function useRegisterPlan(register: string): PlanQuery {
  const entry = useEndpoint(getCatalogueEntry, { params: { register } }, { keep: true, when: register !== '' });
  const name = entry.data?.entry.entity;
  const entity = useEndpoint(getEntity, { params: { entity: name ?? '' } }, { when: name !== undefined });
  return {
    data: entry.data && entity.data ? { entry: entry.data.entry, entity: entity.data } : undefined,
    error: entry.error ?? entity.error,
    refetch: () => (entry.error ? entry.refetch() : entity.refetch()),
  };
}

/** The field that names a row for people: the first text, else the key. */
export function titleField({ entity, fields }: EntityPage): string {
  return fields.find(({ dataType, key }) => dataType === 'string' && !key)?.name ?? entity.key[0] ?? '';
}
