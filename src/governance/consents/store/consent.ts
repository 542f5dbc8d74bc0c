/** SQL on texts of consent and on who consents. Each function is one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../../platform/db/db.ts';
import { sql } from '../../../platform/db/sql.ts';
import { Texts } from '../../../platform/texts.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);
const text = Type.String();

const ConsentText = Type.Object({
  id: text,
  purpose: text,
  version: Type.Integer(),
  words: Texts,
  from: text,
  origin: text,
});
export type ConsentText = Static<typeof ConsentText>;

/** The newest edition of each purpose first. */
export const listTexts = (db: Db): Promise<ConsentText[]> =>
  db.many(
    ConsentText,
    sql`select id, purpose, version, words, from_day::text as "from", origin from governance.consent_text
      order by purpose, version desc`,
  );

export async function insertText(
  tx: Db,
  one: ConsentText & { readonly account: string },
  changeSet: number,
): Promise<void> {
  await tx.run(sql`insert into governance.consent_text (id, purpose, version, words, from_day, origin, account, change_set)
    values (${one.id}, ${one.purpose}, ${one.version}, ${JSON.stringify(one.words)}::jsonb, ${one.from}::date,
      ${one.origin}, ${one.account}, ${changeSet})`);
}

const Consent = Type.Object({
  id: text,
  purpose: text,
  person: text,
  consentText: text,
  version: Type.Integer(),
  language: text,
  method: Type.Enum(['own-account', 'paper', 'spoken']),
  evidence: text,
  body: Nullable(Type.Integer()),
  givenAt: text,
  withdrawnAt: Nullable(text),
});
export type Consent = Static<typeof Consent>;

/** The newest first. */
export const consentsOf = (db: Db, person: string): Promise<Consent[]> =>
  db.many(
    Consent,
    sql`select c.id, c.purpose, c.person, c.consent_text as "consentText", t.version, c.language, c.method, c.evidence,
        c.body, c.given_at as "givenAt", c.withdrawn_at as "withdrawnAt"
      from governance.consent c join governance.consent_text t on t.id = c.consent_text
      where c.person = ${person} order by c.given_at desc, c.id desc`,
  );

export interface NewConsent extends Omit<Consent, 'version' | 'withdrawnAt'> {
  readonly account: string;
}

/** @returns whether it was not there already */
export async function insertConsent(tx: Db, one: NewConsent, changeSet: number): Promise<boolean> {
  const written = await tx.run(sql`insert into governance.consent (id, purpose, person, consent_text, language, method,
      evidence, account, body, given_at, change_set)
    values (${one.id}, ${one.purpose}, ${one.person}, ${one.consentText}::uuid, ${one.language}, ${one.method},
      ${one.evidence}, ${one.account}, ${one.body}, ${one.givenAt}, ${changeSet})
    on conflict (purpose, person) where withdrawn_at is null do nothing`);
  return written === 1;
}

/** @returns its id; undefined where none stands */
export const withdraw = async (
  tx: Db,
  {
    purpose,
    person,
    by,
    at,
  }: { readonly purpose: string; readonly person: string; readonly by: string; readonly at: string },
): Promise<string | undefined> =>
  (
    await tx.one(
      Type.Object({ id: text }),
      sql`update governance.consent set withdrawn_at = ${at}, withdrawn_by = ${by}
        where purpose = ${purpose} and person = ${person} and withdrawn_at is null returning id`,
    )
  )?.id;

const Count = Type.Object({ purpose: text, standing: Type.Integer(), withdrawn: Type.Integer() });

export const consentCounts = (db: Db): Promise<Static<typeof Count>[]> =>
  db.many(
    Count,
    sql`select purpose, count(*) filter (where withdrawn_at is null)::integer as standing,
        count(*) filter (where withdrawn_at is not null)::integer as withdrawn
      from governance.consent group by purpose`,
  );

/** Numbers of the people whose consent to a purpose stands. */
export const consentingTo = async (db: Db, purpose: string): Promise<string[]> =>
  (
    await db.many(
      Type.Object({ person: text }),
      sql`select person from governance.consent where purpose = ${purpose} and withdrawn_at is null order by person`,
    )
  ).map(({ person }) => person);
