/** The inventory as screens and API show it. */
import { currentRelease } from '../dictionary/index.ts';
import { listRegisters } from '../governance/index.ts';
import { dayOf } from '../platform/clock.ts';
import type { Context } from '../platform/context.ts';
import { countRecords, openRegister } from '../records/index.ts';
import { breaksOf } from './conform.ts';
import type { Inventory } from './contract.ts';
import * as store from './store/inventory.ts';

export async function readInventory(context: Context): Promise<Inventory> {
  const { db, clock, profile } = context;
  const [systems, sets, flows] = [await store.allSystems(db), await store.allDataSets(db), await store.allFlows(db)];
  const known = new Set((await listRegisters(db)).map((register) => register.name));
  const entities = new Set((await currentRelease(db)).plan.entities.map((entity) => entity.name));
  const dataSets: Inventory['dataSets'] = [];
  for (const set of sets) {
    const here = set.register !== null && known.has(set.register);
    const records = here
      ? await countRecords(db, await openRegister(db, set.register ?? ''), { scope: 'all' })
      : set.records;
    dataSets.push({ ...set, records, mapped: set.entity !== null && entities.has(set.entity) });
  }
  const today = dayOf(clock.now(), profile.timeZone);
  const shown = flows.map((flow) => {
    const from = dataSets.find((set) => set.code === flow.from);
    return {
      ...flow,
      fromSystem: from?.system ?? '',
      breaks: breaksOf({ ...flow, mapped: from?.mapped ?? false }, today),
    };
  });
  return {
    systems: systems.map(({ body: _body, bodyNames: keeper, ...system }) => ({
      ...system,
      keeper,
      dataSets: sets.filter((set) => set.system === system.code).length,
      flowsIn: shown.filter((flow) => flow.to === system.code).length,
      flowsOut: shown.filter((flow) => flow.fromSystem === system.code).length,
    })),
    dataSets,
    flows: shown,
    counts: {
      systems: systems.length,
      dataSets: dataSets.length,
      mapped: dataSets.filter((set) => set.mapped).length,
      flows: shown.length,
      conforming: shown.filter((flow) => flow.breaks.length === 0).length,
    },
  };
}
