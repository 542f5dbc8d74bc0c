/** Staged rows held against the authority: unknown people, differences, codes that only the source can settle. */
import Type from 'typebox';
import type { Db } from '../platform/db/db.ts';
import { id, sql, type Sql } from '../platform/db/sql.ts';
import {
  openRegister,
  relation,
  type Comparison as Compared,
  type Finding,
  type StageRelation,
} from '../records/index.ts';
import { beside, same, standing } from './compare.ts';
import type { Comparison } from './model.ts';

/** What the check shows beside the load's own counts; stored with the load as `extra`. */
export interface DeclaredCounts {
  readonly authority: string;
  /** Rows by standing. */
  readonly verified: number;
  readonly differs: number;
  readonly noKey: number;
  readonly notFound: number;
  /** Rows with a former code that the authority settled, because the former unit was split. */
  readonly settledBySource: number;
  /** Cells that need not be typed again: rows found × fields held. */
  readonly cellsNotDeclaredAgain: number;
  readonly heldFields: readonly string[];
}

/** The `compare` that `records.checkLoad` runs in its transaction. */
export function stageComparison(comparison: Comparison) {
  return async (tx: Db, stage: StageRelation): Promise<Compared> => {
    const source = await openRegister(tx, comparison.authority);
    const columns = [...new Set([comparison.authorityKey, ...comparison.identity, ...comparison.held])];
    const authority = relation(source, { scope: 'all', columns });
    const given = { ...comparison, identity: comparison.identity.filter((field) => stage.given.includes(field)) };
    const keyPattern = source.entity.fields.find((field) => field.name === comparison.authorityKey)?.pattern;
    const settled = await settleSplits({ stage, comparison, authority });
    const judged = await tx.many(
      Judged,
      sql`select m.row_no as row, ${standing(given, keyPattern)} as standing,
      m.${id(comparison.keyField)} as key ${beside(comparison, stage.rows, authority)}`,
    );
    const counts = countStandings(judged);
    const unknown = judged.filter((row) => row.standing === 'not-found');
    const heldFields = comparison.held.filter((field) => stage.given.includes(field));
    const extra: DeclaredCounts = {
      authority: comparison.authority,
      ...counts,
      settledBySource: settled,
      cellsNotDeclaredAgain: (counts.verified + counts.differs) * heldFields.length,
      heldFields,
    };
    return {
      findings: [
        ...unknown.map((row) => unknownFinding(row, comparison)),
        ...(await differing(tx, stage, comparison, authority)),
      ],
      extra: { declared: extra },
    };
  };
}

const Judged = Type.Object({
  row: Type.Integer(),
  standing: Type.String(),
  key: Type.Union([Type.String(), Type.Null()]),
});

function countStandings(rows: readonly { standing: string }[]) {
  const count = (standing: string) => rows.filter((row) => row.standing === standing).length;
  return {
    verified: count('verified'),
    differs: count('differs'),
    noKey: count('no-key'),
    notFound: count('not-found'),
  };
}

const unknownFinding = (row: { row: number; key: string | null }, { keyField }: Comparison): Finding => ({
  row: row.row,
  field: keyField,
  kind: 'unknown',
  rule: 'not-at-authority',
  catalogue: 'registers',
  severity: 'error',
  value: row.key,
});

interface Settling {
  readonly stage: StageRelation;
  readonly comparison: Comparison;
  readonly authority: Sql;
}

/** A former code with several successors: today's code is the one the authority holds for this person. */
async function settleSplits({ stage, comparison, authority }: Settling): Promise<number> {
  let settled = 0;
  const coded = stage.table.entity.fields.filter((field) => field.codeList !== undefined).map((field) => field.name);
  for (const field of comparison.held.filter((name) => stage.given.includes(name) && coded.includes(name))) {
    const value = sql`a.${id(field)}`;
    settled += await stage.settle(
      field,
      sql`select m.row_no, ${value} ${beside(comparison, stage.undecided, authority)}
          where m.field = ${field} and ${value} = any(m.candidates)`,
    );
  }
  return settled;
}

const Difference = Type.Object({
  row: Type.Integer(),
  said: Type.Union([Type.String(), Type.Null()]),
  held: Type.Union([Type.String(), Type.Null()]),
});

/** Differences are shown and become correction proposals; they never keep a row from being stored. */
async function differing(tx: Db, stage: StageRelation, comparison: Comparison, authority: Sql): Promise<Finding[]> {
  const findings: Finding[] = [];
  const joined = beside(comparison, stage.rows, authority);
  for (const field of comparison.held.filter((name) => stage.given.includes(name))) {
    const rows = await tx.many(
      Difference,
      sql`select m.row_no as row, (m.${id(field)})::text as said, (a.${id(field)})::text as held ${joined}
      where a.${id(comparison.authorityKey)} is not null and not ${same(field, comparison)}`,
    );
    findings.push(
      ...rows.map(({ row, said, held }): Finding => ({
        row,
        field,
        kind: 'differs',
        rule: 'differs-from-authority',
        catalogue: 'registers',
        severity: 'warning',
        value: said,
        suggestion: held,
        values: { held },
      })),
    );
  }
  return findings;
}
