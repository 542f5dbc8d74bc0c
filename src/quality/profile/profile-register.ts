/** The rows of a register, of the bodies one answers for, profiled as a file would be. */
import { visibleBodies } from '../../governance/index.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import { openRegister, streamRecords } from '../../records/index.ts';
import { profileCsv, type TableProfile } from './profile-csv.ts';
import { withCsv } from './profile-upload.ts';

export async function profileRegister(context: Context, caller: Caller, register: string): Promise<TableProfile> {
  const table = await openRegister(context.db, register);
  const scope = await visibleBodies(context.db, caller, 'quality.read-defects', register);
  const fields = table.entity.fields.map(({ name }) => name);
  async function* batches() {
    for await (const batch of streamRecords(context.db, table, { scope })) {
      yield batch.map(({ values }) => ({ cells: fields.map((name) => asText(values[name])) }));
    }
  }
  return withCsv(fields, batches(), (file) => profileCsv(file, { nothing: table.plan.settings.nothing }));
}

const asText = (value: unknown): string | null =>
  value === null || value === undefined
    ? null
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value as string);
