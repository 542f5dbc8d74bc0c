/** SQL on documents and their clauses. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../../platform/db/db.ts';
import { sql } from '../../../platform/db/sql.ts';
import { Texts } from '../../../platform/texts.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);
const State = Type.Unsafe<'draft' | 'under-consultation' | 'submitted' | 'issued' | 'superseded'>(Type.String());

export const DocumentRecord = Type.Object({
  code: Type.String(),
  kind: Type.String(),
  titles: Texts,
  note: Nullable(Texts),
  version: Type.Integer(),
  state: State,
  clauses: Type.Integer(),
  consultation: Nullable(Type.String()),
});
export type DocumentRecord = Static<typeof DocumentRecord>;

const select = sql`select d.code, d.kind, d.titles, d.note, d.version, d.state,
    (select count(*)::int from strategy.clause c where c.document = d.code and c.version = d.version) as clauses,
    (select k.code from strategy.consultation k where k.document = d.code order by k.opens desc limit 1) as consultation
  from strategy.document d`;

export const allDocuments = (db: Db) => db.many(DocumentRecord, sql`${select} order by d.sort, d.code`);

export const findDocument = (db: Db, code: string) => db.one(DocumentRecord, sql`${select} where d.code = ${code}`);

export interface NewDocument {
  readonly code: string;
  readonly kind: string;
  readonly titles: Texts;
  readonly note: Texts | null;
  readonly version: number;
  readonly state: string;
  readonly sort: number;
}

/** Puts a document in place; one that is there keeps the state people brought it to. */
export const putDocument = (db: Db, row: NewDocument) =>
  db.run(sql`insert into strategy.document (code, kind, titles, note, version, state, sort)
    values (${row.code}, ${row.kind}, ${JSON.stringify(row.titles)}::jsonb,
            ${row.note && JSON.stringify(row.note)}::jsonb, ${row.version}, ${row.state}, ${row.sort})
    on conflict (code) do update set kind = excluded.kind, titles = excluded.titles, note = excluded.note, sort = excluded.sort`);

export const setDocumentState = (db: Db, code: string, state: string, version: number) =>
  db.run(sql`update strategy.document set state = ${state}, version = ${version} where code = ${code}`);

export const ClauseRecord = Type.Object({
  number: Type.String(),
  part: Type.String(),
  headings: Texts,
  texts: Texts,
  note: Nullable(Texts),
  comments: Type.Integer(),
});
export type ClauseRecord = Static<typeof ClauseRecord>;

/** Clauses of a version in their order, with how many comments the version's consultations drew. */
export const clausesOf = (db: Db, document: string, version: number) =>
  db.many(
    ClauseRecord,
    sql`select c.number, c.part, c.headings, c.texts, c.note,
          (select count(*)::int from strategy.comment m join strategy.consultation k on k.code = m.consultation
            where k.document = c.document and k.draft = c.version and m.clause = c.number) as comments
        from strategy.clause c where c.document = ${document} and c.version = ${version} order by c.sort`,
  );

export interface NewClause {
  readonly number: string;
  readonly part: string;
  readonly headings: Texts;
  readonly texts: Texts;
  readonly note: Texts | null;
}

/** Adds the clauses of a version; a version that has clauses is never written again. */
export async function addClauses(
  db: Db,
  document: string,
  version: number,
  clauses: readonly NewClause[],
): Promise<void> {
  const rows = clauses.map((clause, sort) => ({ ...clause, document, version, sort }));
  await db.run(sql`insert into strategy.clause (document, version, number, part, headings, texts, note, sort)
    select document, version, number, part, headings, texts, note, sort
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(document text, version integer, number text, part text,
           headings jsonb, texts jsonb, note jsonb, sort integer)
     where not exists (select 1 from strategy.clause c where c.document = ${document} and c.version = ${version})`);
}

/** Before another text of the same version is told by its home; comments stand at numbers of clauses and stay. */
export const dropClauses = (tx: Db, document: string, version: number) =>
  tx.run(sql`delete from strategy.clause where document = ${document} and version = ${version}`);
