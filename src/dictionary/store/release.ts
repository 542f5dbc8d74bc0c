/** SQL on releases and adoptions: each function one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';
import type { Change } from '../diff.ts';
import type { Plan } from '../plan.ts';

const Head = Type.Object({ number: Type.Integer(), hash: Type.String() });
const Stored = Type.Object({
  number: Type.Integer(),
  edition: Type.String(),
  hash: Type.String(),
  verdict: Type.String(),
  published_at: Type.String(),
  plan: Type.Unknown(),
});
const Summary = Type.Object({
  number: Type.Integer(),
  edition: Type.String(),
  hash: Type.String(),
  verdict: Type.String(),
  publishedAt: Type.String(),
  elements: Type.Integer(),
  entities: Type.Integer(),
  codeLists: Type.Integer(),
  note: Type.Unknown(),
  adopted: Type.Integer(),
});
const Changes = Type.Object({
  release: Type.Integer(),
  edition: Type.String(),
  publishedAt: Type.String(),
  changes: Type.Unknown(),
});

/** Publishing takes turns: numbers are gap-free and each release is compared with the one before. */
export const lockReleases = (tx: Db) => tx.run(sql`lock table dictionary.release in share row exclusive mode`);

export const latest = (db: Db) =>
  db.one(Head, sql`select number, hash from dictionary.release order by number desc limit 1`);

const InForce = Type.Object({ number: Type.Integer(), hash: Type.String(), overlay: Type.Integer() });

/** The newest release as it holds here: with the newest overlay that was laid on it, or 0. */
export const inForce = (db: Db) =>
  db.one(
    InForce,
    sql`select r.number, coalesce(e.hash, r.hash) as hash, coalesce(e.overlay, 0) as overlay
        from (select number, hash from dictionary.release order by number desc limit 1) r
        left join lateral (select overlay, hash from dictionary.effective
          where release = r.number order by overlay desc limit 1) e on true`,
  );

/** A release with one overlay laid on it. */
export const withOverlay = (db: Db, number: number, overlay: number) =>
  db.one(
    Stored,
    sql`select r.number, e.edition, e.hash, r.verdict, r.published_at, e.plan from dictionary.effective e
        join dictionary.release r on r.number = e.release where e.release = ${number} and e.overlay = ${overlay}`,
  );

export const byNumber = (db: Db, number: number) =>
  db.one(
    Stored,
    sql`select number, edition, hash, verdict, published_at, plan from dictionary.release where number = ${number}`,
  );

const Signature = Type.Object({ by: Type.String(), note: Type.String() });

/** The signed note of a release; undefined when it was never signed. */
export const signatureOf = (db: Db, number: number) =>
  db.one(
    Signature,
    sql`select signed_by as by, convert_from(signature, 'UTF8') as note
        from dictionary.release where number = ${number} and signature is not null`,
  );

export const list = (db: Db): Promise<Static<typeof Summary>[]> =>
  db.many(
    Summary,
    sql`select r.number, r.edition, r.hash, r.verdict, r.published_at as "publishedAt", r.elements, r.entities,
          r.code_lists as "codeLists", r.note, coalesce(a.n, 0)::int as adopted
        from dictionary.release r
        left join (select release, count(*) as n from (
            select distinct on (body) body, release from dictionary.adoption order by body, release desc) x
          group by release) a on a.release = r.number
        order by r.number desc`,
  );

/** What each release changed about one subject: an element or an entity's field. */
export const changesAbout = (db: Db, subject: string) =>
  db.many(
    Changes,
    sql`select r.number as release, r.edition, r.published_at as "publishedAt",
          (select coalesce(jsonb_agg(c), '[]') from jsonb_array_elements(r.changes) c where c ->> 'subject' = ${subject}) as changes
        from dictionary.release r
        where r.verdict = 'first' or r.changes @> ${JSON.stringify([{ subject }])}::jsonb
        order by r.number desc`,
  );

export const changesOf = (db: Db, number: number) =>
  db.one(
    Changes,
    sql`select number as release, edition, published_at as "publishedAt", changes from dictionary.release where number = ${number}`,
  );

export interface NewRelease {
  readonly number: number;
  readonly plan: Plan;
  readonly verdict: 'first' | 'compatible' | 'breaking';
  readonly changes: readonly Change[];
  readonly note: unknown;
  readonly signature: { readonly by: string; readonly bytes: Uint8Array } | undefined;
  readonly changeSet: number;
  readonly now: Date;
}

export const insert = (tx: Db, release: NewRelease) =>
  tx.run(sql`insert into dictionary.release
      (number, edition, hash, plan, verdict, changes, elements, entities, code_lists, note, signed_by, signature, change_set, published_at)
    values (${release.number}, ${release.plan.release}, ${release.plan.hash}, ${JSON.stringify(release.plan)},
      ${release.verdict}, ${JSON.stringify(release.changes)}, ${release.plan.elements.length},
      ${release.plan.entities.length}, ${release.plan.codeLists.length},
      ${release.note === undefined ? null : JSON.stringify(release.note)},
      ${release.signature?.by ?? null}, ${release.signature ? Buffer.from(release.signature.bytes) : null},
      ${release.changeSet}, ${release.now.toISOString()})`);

const Adoption = Type.Object({
  body: Type.Integer(),
  release: Type.Integer(),
  edition: Type.String(),
  adoptedAt: Type.String(),
});

/** The newest adoption of each body. */
export const adoptions = (db: Db) =>
  db.many(
    Adoption,
    sql`select distinct on (a.body) a.body, a.release, r.edition, a.adopted_at as "adoptedAt"
        from dictionary.adoption a join dictionary.release r on r.number = a.release order by a.body, a.release desc`,
  );

export const adopt = (
  tx: Db,
  row: { body: number; release: number; by: string; now: Date; changeSet: number },
): Promise<number> =>
  tx.run(sql`insert into dictionary.adoption (body, release, adopted_by, adopted_at, change_set)
    values (${row.body}, ${row.release}, ${row.by}, ${row.now.toISOString()}, ${row.changeSet})
    on conflict do nothing`);
