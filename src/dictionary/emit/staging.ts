/** Where a load's rows wait: the columns of the register without rules, so that COPY never stops half way. */
import type { EntityPlan } from '../plan.ts';
import { columnType, quoteName } from './names.ts';

export interface StagingOptions {
  /** Quoted name, with its schema unless temporary. */
  readonly name: string;
  readonly kind: 'temporary' | 'unlogged';
}

/** `row_number` is the row of the file, from 1; then the fields in the order of the entity. */
export function emitStaging(entity: EntityPlan, { name, kind }: StagingOptions): string {
  const fields = entity.fields.map((field) => `${quoteName(field.name)} ${columnType(field)}`);
  const columns = ['row_number bigint not null', 'record_id uuid', 'body_id integer', ...fields];
  const end = kind === 'temporary' ? ' on commit drop' : '';
  return `create ${kind} table ${name} (\n  ${columns.join(',\n  ')}\n)${end}`;
}
