/** What a person should look at, and why: table `review(a, b, weight, reason)`. */
import type { Engine } from '../../platform/analysis/engine.ts';
import type { ReviewReason } from './model.ts';
import type { LinkageSettings } from './settings.ts';

/** Two partners that differ by less than this, in bits, are a tie. */
const TIE = 1;

const undecided = (a: string, b: string) =>
  `not exists (from decisions d where d.kind <> 'split' and least(d.a, d.b) = ${a} and greatest(d.a, d.b) = ${b}) and not exists (from decisions d where d.kind = 'split' and d.a in (${a}, ${b}))`;

/** @param distinct nobody stands twice in a file: a record whose partner is found waits for no second one of that file */
export async function listReview(
  engine: Engine,
  { thresholds, guards }: LinkageSettings,
  distinct: boolean,
): Promise<void> {
  const { match, review } = thresholds;
  const reason = (text: ReviewReason) => `'${text}'`;
  const apartReasons = (guards.apart ?? [])
    .map(({ because }, i) => `when e.apart = ${String(i + 1)} then ${reason(because)}`)
    .join(' ');
  await engine.run(
    `create or replace temp table homes as select r.rid, r.source, coalesce(c.head, r.rid) as head from records r left join clusters c using (rid)`,
  );
  const taken = (of: string, other: string) =>
    `exists (from homes mate join records o on o.rid = ${other} where mate.head = ${of} and mate.source = o.source)`;
  const free = distinct ? `and not ${taken('ha.head', 'e.b')} and not ${taken('hb.head', 'e.a')}` : '';
  await engine.run(`create or replace table review as
    select e.a, e.b, e.weight, case when e.conflict then ${reason('two-identifiers')} ${apartReasons} else ${reason('grey-zone')} end as reason
    from edges e join homes ha on ha.rid = e.a join homes hb on hb.rid = e.b
    where ha.head <> hb.head and e.weight >= ${String(review)} and (e.conflict and e.weight >= ${String(match)} or e.apart > 0 or e.weight < ${String(match)} and not e.conflict)
      and ${undecided('e.a', 'e.b')} ${free}
    union all
    select f.a, f.b, f.weight, case f.against when 0 then ${reason('apart')} when 1 then ${reason('two-identifiers')} else ${reason('tie')} end
    from refused f where ${undecided('f.a', 'f.b')} and (f.against < 2 or exists (
      from accepted k join homes ka on ka.rid = k.a join homes kb on kb.rid = k.b
      where ka.head = kb.head and k.weight - f.weight < ${String(TIE)} and (k.a in (f.a, f.b) or k.b in (f.a, f.b))))`);
}
