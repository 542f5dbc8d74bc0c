/** Filters live in the address beside the page's other settings, so that a filtered view can be saved and sent. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { readFilters, withoutFilters, writeFilter, type Condition } from './filters.ts';

export interface Filters {
  readonly conditions: readonly Condition[];
  /** The conditions of one field; none takes its filter away. */
  readonly put: (field: string, conditions: readonly Omit<Condition, 'field'>[]) => void;
  readonly clear: () => void;
}

export function useFilters(): Filters {
  const search = useSearch({ strict: false }) as Readonly<Record<string, unknown>>;
  const navigate = useNavigate();
  const go = (next: Readonly<Record<string, unknown>>) =>
    void navigate({ to: '.', search: next as never, replace: true });
  return {
    conditions: useMemo(() => readFilters(search), [search]),
    put: (field, conditions) => go(writeFilter(search, field, conditions)),
    clear: () => go(withoutFilters(search)),
  };
}
