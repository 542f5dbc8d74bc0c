/** Tells the dictionary which of its elements leave by an API and which are asked in a form. */
import { currentRelease, replaceUsage } from '../dictionary/index.ts';
import { listRegisters } from '../governance/index.ts';
import type { Context } from '../platform/context.ts';

/** Every published register has an API and the form (template, upload, screen) of its entity. Run at every start. */
export async function installExchange({ db }: Context): Promise<void> {
  const published = (await listRegisters(db)).filter((register) => register.state === 'published');
  if (published.length === 0) return;
  const { plan } = await currentRelease(db);
  await db.transaction(async (tx) => {
    for (const { name, names, entity: entityName, external, managerBody: owner } of published) {
      const entity = plan.entities.find((one) => one.name === entityName);
      if (!entity) continue;
      const elements = [...new Set(entity.fields.map((field) => field.element))];
      await replaceUsage(tx, { room: 'exchange', kind: 'api', subject: name, label: names, owner }, elements);
      // What is held outside is read here and declared elsewhere: it has no form of ours.
      if (external) continue;
      await replaceUsage(
        tx,
        { room: 'exchange', kind: 'form', subject: entityName, label: entity.names, owner },
        elements,
      );
    }
  });
}
