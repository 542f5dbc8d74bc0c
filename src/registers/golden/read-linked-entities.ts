/** What is linked over registers: names, registers, and what a person may be looked up by. */
import type { Context } from '../../platform/context.ts';
import type { Texts } from '../../platform/texts.ts';
import type { LinkedEntityView } from '../golden-contract.ts';
import { openRegister } from '../../records/index.ts';
import { linkedEntities } from './entities.ts';
import { namesOfField } from './compared-fields.ts';
import { readNames } from './view-records.ts';

export async function listLinkedEntities({ db, profile }: Context): Promise<LinkedEntityView[]> {
  const entities = await linkedEntities(db, profile);
  const names = await readNames(db);
  return Promise.all(
    entities.map(async (of) => {
      const tables = await Promise.all(of.registers.map(({ register }) => openRegister(db, register)));
      const calledIn = (field: string): Texts | undefined =>
        tables.map((table) => namesOfField(of, { table }, field)).find((called) => called !== undefined);
      return {
        entity: of.entity,
        names: of.settings.names,
        registers: of.registers.map(({ register }) => ({ register, names: names.registers.get(register) ?? {} })),
        // What no register holds finds nobody.
        fields: Object.entries(of.settings.fields).flatMap(([field, { kind }]) => {
          const called = calledIn(field);
          return called === undefined ? [] : [{ field, kind, names: called }];
        }),
      };
    }),
  );
}
