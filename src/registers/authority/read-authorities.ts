/** The map of sources: which register is trusted for what, what is disputed, what nobody answers for. */
import type { Static } from 'typebox';
import { nameBodies } from '../../bodies/index.ts';
import { currentRelease, type Plan } from '../../dictionary/index.ts';
import { listRegisters } from '../../governance/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Texts } from '../../platform/texts.ts';
import { allClaims, type ClaimRecord } from '../store/claim.ts';
import { listDisputes } from '../store/dispute.ts';
import type { Authority, listAuthorities as contract, Source } from './authorities-contract.ts';
import type { SourceName } from './disputes-contract.ts';
import { outerSources } from './settings.ts';
import { sourceNamer } from './sources.ts';

type AuthorityMap = Static<NonNullable<typeof contract.response>>;
type AuthorityFilter = Static<NonNullable<typeof contract.query>>;

export async function readAuthorities(context: Context, filter: AuthorityFilter): Promise<AuthorityMap> {
  const { db, profile } = context;
  const { plan } = await currentRelease(db);
  const nameOf = sourceNamer(profile, await listRegisters(db));
  const claims = await allClaims(db);
  const open = await listDisputes(db, { state: 'open' });
  const all = plan.elements.map(({ code, names }): Authority => ({
    ...standingOf(
      claims.filter(({ element }) => element === code),
      nameOf,
    ),
    element: code,
    names,
    entities: entitiesOf(plan, code),
    dispute: open.find(({ element }) => element === code)?.id ?? null,
  }));
  return {
    items: all.filter((one) => passes(one, filter)),
    sources: await sourcesOf(context, all),
    counts: {
      elements: all.length,
      withSource: all.filter((one) => one.authority !== null).length,
      elsewhere: all.filter((one) => one.authority?.here === false).length,
      disputed: all.filter((one) => one.disputedBy.length > 0).length,
      without: all.filter((one) => one.authority === null).length,
    },
  };
}

function standingOf(claims: readonly ClaimRecord[], nameOf: (name: string) => SourceName) {
  const authority = claims.find((claim) => claim.standing === 'authority');
  return {
    authority: authority ? nameOf(authority.register) : null,
    since: authority?.since ?? null,
    disputedBy: claims.filter(({ standing }) => standing === 'disputed').map(({ register }) => nameOf(register)),
    former: claims
      .filter(({ standing }) => standing === 'former' || standing === 'refused')
      .map(({ register, until, standing }) => ({ register: nameOf(register), until, refused: standing === 'refused' })),
  };
}

const entitiesOf = ({ entities }: Plan, element: string) =>
  entities
    .filter(({ fields }) => fields.some((field) => field.element === element))
    .map(({ name, names }) => ({ name, names }));

const passes = (one: Authority, { register, element, standing }: AuthorityFilter): boolean =>
  (register === undefined ||
    one.authority?.name === register ||
    one.disputedBy.some((other) => other.name === register)) &&
  (element === undefined || one.element === element) &&
  (standing !== 'disputed' || one.disputedBy.length > 0) &&
  (standing !== 'elsewhere' || one.authority?.here === false) &&
  (standing !== 'none' || one.authority === null);

/** Every source with what it is trusted for; what is kept here comes first, then whoever has most. */
async function sourcesOf({ db, profile }: Context, all: readonly Authority[]): Promise<Source[]> {
  const holders = await holdersOf(db);
  const outer = new Map(outerSources(profile).map(({ name, holder }) => [name, holder]));
  const sources = new Map<string, Source>();
  for (const { authority, disputedBy } of all) {
    if (!authority) continue;
    const { name } = authority;
    const source = sources.get(name) ?? {
      ...authority,
      holder: holders.get(name) ?? outer.get(name) ?? null,
      elements: 0,
      disputed: 0,
    };
    const { elements, disputed } = source;
    sources.set(name, { ...source, elements: elements + 1, disputed: disputed + (disputedBy.length > 0 ? 1 : 0) });
  }
  return [...sources.values()].sort((a, b) => Number(b.here) - Number(a.here) || b.elements - a.elements);
}

async function holdersOf(db: Db): Promise<ReadonlyMap<string, Texts>> {
  const registers = await listRegisters(db);
  const names = await nameBodies(
    db,
    registers.flatMap(({ managerBody }) => managerBody ?? []),
  );
  return new Map(
    registers.map(({ name, managerBody, ownerNames }) => [
      name,
      (managerBody === null ? undefined : names.get(managerBody)?.name) ?? ownerNames ?? {},
    ]),
  );
}
