/** SQL on overlays and on releases as they hold here: each function one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';
import type { Clash, Overlay } from '../overlay/model.ts';
import type { Plan } from '../plan.ts';

const Version = Type.Object({
  version: Type.Integer(),
  entries: Type.Integer(),
  reason: Type.String(),
  by: Type.String(),
  body: Type.Union([Type.Integer(), Type.Null()]),
  at: Type.String(),
});
export type OverlayVersion = Static<typeof Version>;

const about = sql`version, entries, reason, made_by as "by", body, made_at as "at"`;

/** The newest first. */
export const versions = (db: Db): Promise<OverlayVersion[]> =>
  db.many(Version, sql`select ${about} from dictionary.overlay order by version desc limit 200`);

const Stored = Type.Object({ ...Version.properties, content: Type.Unknown() });
export type StoredOverlay = OverlayVersion & { readonly content: Overlay };

export const newest = async (db: Db): Promise<StoredOverlay | undefined> =>
  (await db.one(Stored, sql`select ${about}, content from dictionary.overlay order by version desc limit 1`)) as
    StoredOverlay | undefined;

export const byVersion = async (db: Db, version: number): Promise<StoredOverlay | undefined> =>
  (await db.one(Stored, sql`select ${about}, content from dictionary.overlay where version = ${version}`)) as
    StoredOverlay | undefined;

export interface NewOverlay {
  readonly version: number;
  readonly content: Overlay;
  readonly entries: number;
  readonly reason: string;
  readonly by: string;
  readonly body: number | null;
  readonly now: Date;
  readonly changeSet: number;
}

export const insert = (tx: Db, one: NewOverlay): Promise<number> =>
  tx.run(sql`insert into dictionary.overlay (version, content, entries, reason, made_by, body, made_at, change_set)
    values (${one.version}, ${JSON.stringify(one.content)}::jsonb, ${one.entries}, ${one.reason}, ${one.by}, ${one.body},
      ${one.now.toISOString()}, ${one.changeSet})`);

export interface NewEffective {
  readonly release: number;
  readonly overlay: number;
  readonly plan: Plan;
  readonly applied: number;
  readonly clashes: readonly Clash[];
  readonly now: Date;
}

export const insertEffective = (tx: Db, one: NewEffective): Promise<number> =>
  tx.run(sql`insert into dictionary.effective (release, overlay, edition, hash, plan, applied, clashes, made_at)
    values (${one.release}, ${one.overlay}, ${one.plan.release}, ${one.plan.hash}, ${JSON.stringify(one.plan)},
      ${one.applied}, ${JSON.stringify(one.clashes)}::jsonb, ${one.now.toISOString()})`);

const Holding = Type.Object({ applied: Type.Integer(), clashes: Type.Unknown(), hash: Type.String() });

export const findEffective = async (db: Db, release: number, overlay: number) => {
  const row = await db.one(
    Holding,
    sql`select applied, clashes, hash from dictionary.effective where release = ${release} and overlay = ${overlay}`,
  );
  return row && { ...row, clashes: row.clashes as readonly Clash[] };
};
