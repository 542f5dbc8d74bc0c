/** Puts the profile's authorities and comparisons in place. */
import Type, { type Static } from 'typebox';
import { Check } from 'typebox/value';
import { parse } from 'yaml';
import { currentRelease, registerUsage, type Plan } from '../dictionary/index.ts';
import { listRegisters } from '../governance/index.ts';
import type { Context } from '../platform/context.ts';
import { installAuthorities } from './authority/install-authorities.ts';
import type { Comparison } from './model.ts';
import { problems } from './problems.ts';
import { putComparison } from './store/claim.ts';

/** `comparisons/*.yaml`: one a file, or a list. */
const Authored = Type.Object({
  register: Type.String(),
  authority: Type.String(),
  /** Field here that names the person, and the key there. */
  key: Type.Object({ here: Type.String(), there: Type.String() }),
  identity: Type.Array(Type.String(), { minItems: 1 }),
  sameSpelling: Type.Optional(Type.Array(Type.Array(Type.String()))),
  /** Fields that the authority really fills; by default all that both entities have. */
  held: Type.Optional(Type.Array(Type.String())),
});
type Authored = Static<typeof Authored>;

/** @throws problems.profileBroken */
export async function installRegisters(context: Context): Promise<void> {
  const { db, profile } = context;
  const { plan } = await currentRelease(db);
  const registers = await listRegisters(db);
  const entityOf = new Map(registers.map((register) => [register.name, register.entity]));
  const authored = profile
    .files('comparisons')
    .filter((file) => file.path.endsWith('.yaml'))
    .flatMap((file) => [parse(file.text) as unknown].flat());
  await db.transaction(async (tx) => {
    for (const one of authored) {
      if (!Check(Authored, one))
        throw problems.profileBroken({ findings: [`not a comparison: ${JSON.stringify(one).slice(0, 200)}`] });
      const comparison = resolve(plan, entityOf, one);
      await putComparison(tx, comparison);
      await registerUsage(tx, {
        element: keyElement(plan, entityOf.get(one.register), comparison.keyField),
        room: 'registers',
        kind: 'form',
        subject: one.register,
        label: registers.find((register) => register.name === one.register)?.names ?? {},
        owner: registers.find((register) => register.name === one.register)?.managerBody ?? null,
      });
    }
  });
  await installAuthorities(context);
}

const keyElement = (plan: Plan, entity: string | undefined, field: string) =>
  plan.entities.find((one) => one.name === entity)?.fields.find((one) => one.name === field)?.element ?? '';

function resolve(plan: Plan, entityOf: ReadonlyMap<string, string>, one: Authored): Comparison {
  const here = plan.entities.find((entity) => entity.name === entityOf.get(one.register));
  const there = plan.entities.find((entity) => entity.name === entityOf.get(one.authority));
  if (!here || !there) throw problems.profileBroken({ findings: [`no register ${one.register} or ${one.authority}`] });
  const both = there.fields
    .map((field) => field.name)
    .filter((name) => here.fields.some((field) => field.name === name));
  const missing = [
    ...one.identity,
    ...(here.fields.some((field) => field.name === one.key.here) ? [] : [one.key.here]),
  ].filter((name) => name !== one.key.here && !both.includes(name));
  if (missing.length > 0)
    throw problems.profileBroken({ findings: [`fields that are not on both sides: ${missing.join(', ')}`] });
  const keys: readonly string[] = [one.key.here, one.key.there];
  const held = (one.held ?? both).filter((name) => both.includes(name) && !keys.includes(name));
  return {
    register: one.register,
    authority: one.authority,
    keyField: one.key.here,
    authorityKey: one.key.there,
    identity: one.identity,
    held,
    sameSpelling: (one.sameSpelling ?? []).map(([from = '', to = '']) => [from, to] as const),
  };
}
