/** The map of sources: which register is trusted for what, what is disputed, what nobody answers for. */
import type { Static } from 'typebox';
import { currentRelease } from '../dictionary/index.ts';
import { listRegisters } from '../governance/index.ts';
import type { Context } from '../platform/context.ts';
import type { listAuthorities as contract } from './contract.ts';
import { allClaims } from './store/claim.ts';

type AuthorityMap = Static<NonNullable<typeof contract.response>>;
type AuthorityFilter = Static<NonNullable<typeof contract.query>>;

export async function readAuthorities({ db }: Context, filter: AuthorityFilter): Promise<AuthorityMap> {
  const { plan } = await currentRelease(db);
  const names = new Map((await listRegisters(db)).map((register) => [register.name, register.names]));
  const claims = await allClaims(db);
  const register = (name: string) => ({ name, names: names.get(name) ?? {} });
  const all = plan.elements.map((element) => {
    const own = claims.filter((claim) => claim.element === element.code);
    const authority = own.find((claim) => claim.standing === 'authority');
    return {
      element: element.code,
      names: element.names,
      authority: authority ? register(authority.register) : null,
      since: authority?.since ?? null,
      disputedBy: own.filter((claim) => claim.standing === 'disputed').map((claim) => register(claim.register)),
    };
  });
  const passes = (one: AuthorityMap['items'][number]) =>
    (filter.register === undefined ||
      one.authority?.name === filter.register ||
      one.disputedBy.some((other) => other.name === filter.register)) &&
    (filter.standing !== 'disputed' || one.disputedBy.length > 0) &&
    (filter.standing !== 'none' || one.authority === null);
  return {
    items: all.filter(passes),
    counts: {
      elements: all.length,
      withSource: all.filter((one) => one.authority !== null).length,
      disputed: all.filter((one) => one.disputedBy.length > 0).length,
      without: all.filter((one) => one.authority === null).length,
    },
  };
}
