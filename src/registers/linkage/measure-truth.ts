/** How right the links are, where the truth is known: pairs of one cluster against pairs that are one in truth. */
import type { Linkage } from './run.ts';
import { word } from './write-sql.ts';

export interface TruthFigures {
  /** Pairs that are one in truth. */
  readonly truth: number;
  readonly links: number;
  readonly right: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** @param file pairs of keys in its first two columns; without it, the column that was taken in as truth */
export async function measureTruth({ engine, model }: Linkage, file?: string): Promise<TruthFigures> {
  const across = model.distinct ? 'and l.source <> r.source' : '';
  const acrossRecords = model.distinct ? 'and lr.source <> rr.source' : '';
  if (file === undefined) {
    await engine.run(
      `create or replace temp table truth_pairs as select l.rid as a, r.rid as b from given l join given r on l.truth = r.truth and l.rid < r.rid ${across}`,
    );
  } else {
    await engine.run(
      `create or replace temp table truth_read as select * from read_csv(${word(file)}, all_varchar = true, header = true)`,
    );
    const [left = '', right = ''] = (await engine.rows<{ column_name: string }>('describe truth_read')).map(
      (one) => `"${one.column_name}"`,
    );
    await engine.run(
      `create or replace temp table truth_pairs as select distinct least(l.rid, r.rid) as a, greatest(l.rid, r.rid) as b from truth_read t join given l on l.key = t.${left} join given r on r.key = t.${right} and l.rid <> r.rid ${across}`,
    );
  }
  await engine.run(
    `create or replace temp table linked_pairs as select l.rid as a, r.rid as b from clusters l join clusters r on l.head = r.head and l.rid < r.rid join records lr on lr.rid = l.rid join records rr on rr.rid = r.rid where true ${acrossRecords}`,
  );
  const [row] = await engine.rows<{ truth: number; links: number; right: number }>(
    `select (select count(*) from truth_pairs)::integer as truth, (select count(*) from linked_pairs)::integer as links, (select count(*) from linked_pairs join truth_pairs using (a, b))::integer as "right"`,
  );
  const { truth = 0, links = 0, right = 0 } = row ?? {};
  const precision = links === 0 ? 1 : right / links;
  const recall = truth === 0 ? 1 : right / truth;
  const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { truth, links, right, precision, recall, f1 };
}
