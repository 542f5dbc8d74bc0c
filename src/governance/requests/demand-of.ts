/** What was written → a demand: what is left out is empty, a tree's body becomes its id. */
import { getBody } from '../../bodies/index.ts';
import type { Db } from '../../platform/db/db.ts';
import type { RowScope } from '../model.ts';
import type { DemandInput, RowsInput } from './request-contract.ts';
import type { Demand } from './model.ts';

/** @throws bodies/body-not-found */
export async function rowsOf(db: Db, rows: RowsInput | undefined, day: string): Promise<RowScope> {
  return typeof rows === 'object' ? { under: (await getBody(db, rows.under, day)).id } : (rows ?? 'own-tree');
}

/** @throws bodies/body-not-found */
export async function demandOf(db: Db, { rows, ...given }: DemandInput, day: string): Promise<Demand> {
  return { ...empty(day), ...given, rows: await rowsOf(db, rows, day) };
}

const empty = (day: string): Omit<Demand, 'rows'> => ({
  purpose: '',
  purposeText: '',
  basis: '',
  citation: '',
  elements: [],
  condition: null,
  mode: 'lookup',
  volume: '',
  quota: null,
  quotaPeriod: 'day',
  from: day,
  to: null,
  recipient: '',
  retention: '',
  contact: '',
  microData: false,
  noReidentification: false,
  impactAssessment: '',
});
