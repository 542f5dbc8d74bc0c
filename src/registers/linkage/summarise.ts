/** A run in figures, and its files: links, review queue and clusters as CSV. */
import type { LinkageFinding, LinkSummary } from './model.ts';
import { findFaults } from './find-faults.ts';
import { listReview } from './review.ts';
import type { Linkage } from './run.ts';
import { clusterName } from './cluster-links.ts';
import { word } from './write-sql.ts';

/** Also lists what is to be reviewed (table `review`). */
export async function summarise(run: Linkage, more: readonly LinkageFinding[] = []): Promise<LinkSummary> {
  const { engine, model } = run;
  await listReview(engine, model.settings, model.distinct);
  const [row] = await engine.rows<Record<'records' | 'links' | 'clusters' | 'review', number>>(
    `select (select count(*) from records)::integer as records,
       (select coalesce(sum(n * (n - 1) / 2), 0) from (select count(*) as n from clusters group by head))::integer as links,
       (select count(distinct head) from clusters)::integer as clusters, (select count(*) from review)::integer as review`,
  );
  const unlearnt: LinkageFinding[] =
    model.weights?.estimated === false
      ? [{ code: 'weights-from-settings', severity: 'note', count: 1, samples: [] }]
      : [];
  const findings = [...model.findings, ...(await findFaults(engine, model.settings)), ...unlearnt, ...more];
  const milliseconds = Object.fromEntries([...engine.times].map(([name, time]) => [name, Math.round(time)]));
  return {
    ...(row ?? { records: 0, links: 0, clusters: 0, review: 0 }),
    compared: model.compared,
    findings,
    milliseconds,
  };
}

const named = `given g join sources s on s.source = g.source`;

/** `left, right, weight, probability, verdict, reason, cluster`: one row a pair, the heaviest first. */
export async function writeLinks({ engine }: Linkage, file: string): Promise<void> {
  await engine.run(`copy (
    select ga.key as "left", gb.key as "right", round(p.weight, 2) as weight, round(1 / (1 + pow(2, -p.weight)), 6) as probability, p.verdict, p.reason, ${clusterName('sh.name', 'gh.key')} as cluster
    from (select e.a, e.b, least(e.weight, 1000) as weight, 'link' as verdict, null as reason, ca.head from clusters ca join clusters cb on ca.head = cb.head join edges e on e.a = ca.rid and e.b = cb.rid
      union all select d.a, d.b, null, 'link', 'same', ca.head from decisions d join clusters ca on ca.rid = d.a join clusters cb on cb.rid = d.b and cb.head = ca.head where d.kind = 'same' and not exists (from edges e where e.a = least(d.a, d.b) and e.b = greatest(d.a, d.b))
      union all select a, b, weight, 'review', reason, null from review) p
    join given ga on ga.rid = p.a join given gb on gb.rid = p.b left join given gh on gh.rid = p.head left join sources sh on sh.source = gh.source
    order by p.verdict, p.weight desc, p.a, p.b) to ${word(file)} (header)`);
}

/** `reason, weight, left_source, left, right_source, right` and what both say: a row a pair for a person to decide. */
export async function writeReview({ engine, model }: Linkage, file: string): Promise<void> {
  const texts = Object.keys(model.settings.fields).map((f) => `g.${f}_text as left_${f}, h.${f}_text as right_${f}`);
  await engine.run(`copy (select reason, round(v.weight, 2) as weight, s.name as left_source, g.key as "left", t.name as right_source, h.key as "right", ${texts.join(', ')}, '' as decision
    from review v join ${named} on g.rid = v.a join given h on h.rid = v.b join sources t on t.source = h.source order by v.weight desc, v.a, v.b) to ${word(file)} (header)`);
}

/** `cluster, source, key`: every record, also those that stand alone. */
export async function writeClusters({ engine }: Linkage, file: string): Promise<void> {
  await engine.run(`copy (select ${clusterName('sh.name', 'gh.key')} as cluster, s.name as source, g.key from ${named} left join clusters c on c.rid = g.rid
    join given gh on gh.rid = coalesce(c.head, g.rid) join sources sh on sh.source = gh.source order by coalesce(c.head, g.rid), g.rid) to ${word(file)} (header)`);
}
