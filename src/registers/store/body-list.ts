/** SQL on periodic lists. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);

const AnswerRecord = Type.Object({
  answer: Type.Unsafe<'right' | 'wrong'>(Type.String()),
  note: Nullable(Type.String()),
  /** What was asked, as it stood: an answer may settle it. */
  item: Type.Optional(Type.Unknown()),
});

const BodyListRecord = Type.Object({
  id: Type.String(),
  register: Type.String(),
  body: Type.Integer(),
  state: Type.String(),
  /** By `kind/record`; of differences from the source `differs/proposal`. */
  answers: Type.Record(Type.String(), AnswerRecord),
  signedAt: Nullable(Type.String()),
  signedBy: Nullable(Type.String()),
  epoch: Nullable(Type.Integer()),
  position: Nullable(Type.Integer()),
  hash: Nullable(Type.String()),
  facts: Type.Unknown(),
});
export type BodyListRecord = Static<typeof BodyListRecord>;

const columns = sql`id, register, body_id as body, state, answers, signed_at as "signedAt", signed_by as "signedBy",
  epoch, position, hash, facts`;

export const openList = (db: Db, register: string, body: number) =>
  db.one(
    BodyListRecord,
    sql`select ${columns} from registers.body_list where register = ${register} and body_id = ${body} and state = 'open'`,
  );

export const lastSigned = (db: Db, register: string, body: number) =>
  db.one(
    BodyListRecord,
    sql`select ${columns} from registers.body_list where register = ${register} and body_id = ${body} and state = 'signed'
        order by signed_at desc, id desc limit 1`,
  );

export const findSigned = (db: Db, id: string) =>
  db.one(BodyListRecord, sql`select ${columns} from registers.body_list where id = ${id} and state = 'signed'`);

export interface NewAnswer {
  readonly id: string;
  readonly register: string;
  readonly body: number;
  /** As in `answers`. */
  readonly of: string;
  /** Null takes the answer back. */
  readonly answer: { readonly answer: string; readonly note: string | null; readonly item: unknown } | null;
  readonly at: string;
}

/** The first answer opens the list. */
export const putAnswer = (db: Db, one: NewAnswer) =>
  db.run(sql`insert into registers.body_list as l (id, register, body_id, state, answers, opened_at)
    values (${one.id}, ${one.register}, ${one.body}, 'open',
      case when ${one.answer === null} then '{}'::jsonb
        else jsonb_build_object(${one.of}::text, ${JSON.stringify(one.answer)}::jsonb) end, ${one.at})
    on conflict (register, body_id) where state = 'open' do update set answers =
      case when ${one.answer === null} then l.answers - ${one.of}::text
        else l.answers || jsonb_build_object(${one.of}::text, ${JSON.stringify(one.answer)}::jsonb) end`);

export interface Signing {
  readonly id: string;
  readonly register: string;
  readonly body: number;
  readonly at: string;
  readonly by: string;
  readonly epoch: number;
  readonly position: number;
  readonly hash: string;
  readonly facts: unknown;
}

/** Closes the open list, or makes one that is closed at once: nothing had to be answered. */
export const putSigned = (db: Db, one: Signing) =>
  db
    .run(
      sql`insert into registers.body_list as l (id, register, body_id, state, opened_at)
    values (${one.id}, ${one.register}, ${one.body}, 'open', ${one.at})
    on conflict (register, body_id) where state = 'open' do nothing`,
    )
    .then(() =>
      db.run(sql`update registers.body_list set state = 'signed', id = ${one.id}, signed_at = ${one.at},
        signed_by = ${one.by}, epoch = ${one.epoch}, position = ${one.position}, hash = ${one.hash},
        facts = ${JSON.stringify(one.facts)}::jsonb
      where register = ${one.register} and body_id = ${one.body} and state = 'open'`),
    );

const Place = Type.Object({ epoch: Type.Integer(), position: Type.Integer() });

/** Where the change log stands. The floor's own table: any room may read it. */
export const headOfLog = (db: Db) =>
  db.one(Place, sql`select epoch, position from platform.log_head where log = 'change'`);

/** Just before the body's last load of a register; undefined when it has loaded nothing. */
export const beforeLastLoad = (db: Db, register: string, bodies: readonly number[]) =>
  db.one(
    Type.Object({ epoch: Type.Integer(), position: Type.Integer(), at: Type.String() }),
    sql`select epoch, position - 1 as position, stamped_at as at from platform.change_set
        where subject = ${register} and body = any(${[...bodies]}::integer[]) and kind = 'records' and position is not null
          and rows_new + rows_changed + rows_ended > 1
        order by epoch desc, position desc limit 1`,
  );
