/** SQL on authorities and on how registers are compared with them. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';
import { Texts } from '../../platform/texts.ts';
import type { Comparison } from '../model.ts';

const ClaimRecord = Type.Object({
  element: Type.String(),
  register: Type.String(),
  standing: Type.Enum(['authority', 'disputed', 'former', 'refused']),
  since: Type.String(),
  /** The last day of a claim that stands no longer. */
  until: Type.Union([Type.String(), Type.Null()]),
  note: Type.Union([Texts, Type.Null()]),
});
export type ClaimRecord = Static<typeof ClaimRecord>;

export const allClaims = (db: Db) =>
  db.many(
    ClaimRecord,
    sql`select element, register, standing, since, until, note from registers.claim order by element, standing, register`,
  );

/** The first claim makes the authority; another register's claim to the same element is a dispute. */
export const putClaim = (db: Db, claim: Omit<ClaimRecord, 'standing' | 'until'>) =>
  db.run(sql`insert into registers.claim (element, register, standing, since, note)
    values (${claim.element}, ${claim.register},
      case when exists (select 1 from registers.claim c where c.element = ${claim.element} and c.standing = 'authority'
                          and c.register <> ${claim.register}) then 'disputed' else 'authority' end,
      ${claim.since}, ${claim.note && JSON.stringify(claim.note)}::jsonb)
    on conflict (element, register) do nothing`);

/** A claim that was refused or let go is made again. */
export const renewClaim = (db: Db, element: string, register: string, since: string) =>
  db.run(sql`update registers.claim set since = ${since}, until = null,
      standing = case when exists (select 1 from registers.claim c where c.element = ${element}
                        and c.standing = 'authority') then 'disputed' else 'authority' end
    where element = ${element} and register = ${register} and standing in ('former', 'refused')`);

export interface Standing {
  readonly element: string;
  readonly register: string;
  readonly standing: ClaimRecord['standing'];
  readonly since?: string;
  readonly until: string | null;
}

export const setStanding = (db: Db, one: Standing) =>
  db.run(sql`update registers.claim set standing = ${one.standing}, until = ${one.until},
      since = coalesce(${one.since ?? null}::date, since)
    where element = ${one.element} and register = ${one.register}`);

/** Everybody who claims an element waits: who holds the row decides alone. */
export const lockClaims = (db: Db, element: string) =>
  db.run(sql`select pg_advisory_xact_lock(hashtextextended(${`registers.claim/${element}`}, 0))`);

const ComparisonRecord = Type.Object({
  register: Type.String(),
  authority: Type.String(),
  keyField: Type.String(),
  authorityKey: Type.String(),
  identity: Type.Array(Type.String()),
  held: Type.Array(Type.String()),
  sameSpelling: Type.Array(Type.Array(Type.String())),
});

export const allComparisons = async (db: Db): Promise<Comparison[]> =>
  (await db.many(
    ComparisonRecord,
    sql`select register, authority, key_field as "keyField", authority_key as "authorityKey", identity, held,
          same_spelling as "sameSpelling" from registers.comparison order by register`,
  )) as unknown as Comparison[];

export const findComparison = async (db: Db, register: string): Promise<Comparison | undefined> =>
  (await allComparisons(db)).find((one) => one.register === register);

export const putComparison = (db: Db, one: Comparison) =>
  db.run(sql`insert into registers.comparison (register, authority, key_field, authority_key, identity, held, same_spelling)
    values (${one.register}, ${one.authority}, ${one.keyField}, ${one.authorityKey}, ${[...one.identity]}::text[],
            ${[...one.held]}::text[], ${JSON.stringify(one.sameSpelling)}::jsonb)
    on conflict (register) do update set (authority, key_field, authority_key, identity, held, same_spelling) =
      (excluded.authority, excluded.key_field, excluded.authority_key, excluded.identity, excluded.held, excluded.same_spelling)`);
