/** The facts of an assessment: read once, handed to the pure function. */
import { findBody } from '../../bodies/index.ts';
import { describeExpressionFinding } from '../../dictionary/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Translate } from '../../platform/i18n.ts';
import { consumersOf } from '../derive-grants.ts';
import { conditionFindings, entitiesOfRegisters } from '../row-conditions.ts';
import * as agreements from '../store/agreement.ts';
import { getRegister } from '../store/register.ts';
import { listMandatory } from '../store/request.ts';
import { todayOf } from '../write-change.ts';
import type { AssessFacts } from './assess.ts';
import type { Demand } from './model.ts';

interface Asked {
  readonly register: string;
  /** Id of the body that asks. */
  readonly by: number;
  readonly demand: Demand;
}

/** @throws problems.registerNotFound */
export async function gatherFacts(
  context: Context,
  db: Db,
  { register: name, by, demand }: Asked,
  t: Translate,
): Promise<AssessFacts> {
  const register = await getRegister(db, name);
  const entity = (await entitiesOfRegisters(db)).get(name);
  const [purposes, bases] = [await agreements.listPurposes(db), await agreements.listBases(db)];
  const body = await findBody(db, by);
  const manager = register.managerBody === null ? undefined : await findBody(db, register.managerBody);
  const mandatory = (await listMandatory(db)).filter(
    (entry) => entry.register === name && body !== undefined && consumersOf(entry.consumers, [body]).length > 0,
  );
  return {
    register: {
      name,
      published: register.state === 'published',
      managerNames: manager?.names ?? register.ownerNames ?? {},
    },
    fields: (entity?.fields ?? []).map(({ element, names, labels }) => ({ element, names, personal: labels.personal })),
    purpose: purposes.find(({ code }) => code === demand.purpose),
    basis: bases.find(({ code }) => code === demand.basis),
    mandatory,
    grants: (await agreements.listGrants(db, by)).filter((grant) => grant.register === name),
    conditionFault:
      demand.condition === null || !entity
        ? undefined
        : conditionFindings(demand.condition, entity)
            .map((one) => describeExpressionFinding(one, t))
            .join(' ') || undefined,
    day: todayOf(context),
  };
}
