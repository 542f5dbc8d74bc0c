/** The kinds of sources there are. */
import type { SourceKind } from '../model.ts';
import { mysqlKind } from './mysql.ts';
import { oracleKind } from './oracle.ts';
import { postgresqlKind } from './postgresql.ts';
import { restKind } from './rest.ts';
import { sqlserverKind } from './sqlserver.ts';

const all = [
  restKind,
  postgresqlKind,
  mysqlKind,
  sqlserverKind,
  oracleKind,
] as unknown as readonly SourceKind<unknown>[];

/** Settings have been held against the kind's schema when they were written. */
export const sourceKinds: ReadonlyMap<string, SourceKind<unknown>> = new Map(all.map((kind) => [kind.kind, kind]));
