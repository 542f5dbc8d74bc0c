/** What people decided about pairs: kept with the run, heavier than any score, and never silently contradicted. */
import type { Linkage } from './run.ts';
import type { Engine } from '../../platform/analysis/engine.ts';
import type { DecisionKind, LinkageFinding, LinkDecision } from './model.ts';
import { findRecord } from './records-named.ts';
import { word } from './write-sql.ts';

/**
 * Notes decisions; `cluster` follows them when it runs next. Who is not there, what contradicts an earlier "different" and what is
 * joined already are findings. Where two contradict each other, apart wins: what was not joined can still be.
 */
export async function noteDecisions(
  { engine }: Pick<Linkage, 'engine'>,
  decisions: readonly LinkDecision[],
): Promise<LinkageFinding[]> {
  const contradicting: string[] = [];
  const joined: string[] = [];
  const known = await engine.rows<{ kind: string; a: number; b: number | null }>('select kind, a, b from decisions');
  const groups = new Map<number, number>();
  const rootOf = (record: number): number => {
    const above = groups.get(record);
    return above === undefined || above === record ? record : rootOf(above);
  };
  const apart = new Set(known.filter(({ kind }) => kind === 'different').map(({ a, b }) => pairOf(a, b ?? a)));
  for (const { kind, a, b } of known) if (kind === 'same') groups.set(rootOf(a), rootOf(b ?? a));
  const { resolved, unknown } = await resolve(engine, decisions);
  for (const { kind, a, b } of resolved) if (kind === 'different') apart.add(pairOf(a, b));
  const kept = resolved.filter(({ kind, a, b, label }) => {
    if (kind !== 'same') return true;
    if (apart.has(pairOf(a, b)) || wouldJoinApart(apart, rootOf, a, b)) {
      contradicting.push(label);
      return false;
    }
    if (rootOf(a) === rootOf(b)) joined.push(label);
    groups.set(rootOf(a), rootOf(b));
    return true;
  });
  const values = kept.map(({ kind, a, b }) => `(${word(kind)}, ${String(a)}, ${String(b)})`);
  if (values.length > 0) await engine.run(`insert into decisions values ${values.join(', ')}`);
  const finding = (code: LinkageFinding['code'], severity: 'warning' | 'note', samples: string[]): LinkageFinding[] =>
    samples.length === 0 ? [] : [{ code, severity, count: samples.length, samples: samples.slice(0, 3) }];
  return [
    ...finding('decision-unknown', 'warning', unknown),
    ...finding('decision-contradicts', 'warning', contradicting),
    ...finding('already-joined', 'note', joined),
  ];
}

interface Resolved {
  readonly kind: DecisionKind;
  readonly a: number;
  readonly b: number;
  readonly label: string;
}

async function resolve(engine: Engine, decisions: readonly LinkDecision[]) {
  const resolved: Resolved[] = [];
  const unknown: string[] = [];
  for (const { kind, a, b = '' } of decisions) {
    const first = await findRecord(engine, a, 'first');
    const second = kind === 'split' ? first : await findRecord(engine, b, 'last');
    const label = kind === 'split' ? a : `${a} ${b}`;
    if (!first || !second || (kind !== 'split' && first.rid === second.rid)) unknown.push(label);
    else resolved.push({ kind, a: first.rid, b: second.rid, label });
  }
  return { resolved, unknown };
}

const pairOf = (a: number, b: number) => `${String(Math.min(a, b))} ${String(Math.max(a, b))}`;

/** Whether joining the two groups would bring together a pair that is to stay apart. */
function wouldJoinApart(apart: ReadonlySet<string>, rootOf: (record: number) => number, a: number, b: number): boolean {
  const [one, other] = [rootOf(a), rootOf(b)];
  return [...apart].some((pair) => {
    const [x = 0, y = 0] = pair.split(' ').map((record) => rootOf(Number(record)));
    return (x === one && y === other) || (x === other && y === one);
  });
}

/** Forgets every decision about these two (or about the one): the scores speak again. */
export async function forgetDecision({ engine }: Pick<Linkage, 'engine'>, a: string, b?: string): Promise<void> {
  const first = await findRecord(engine, a, 'first');
  const second = b === undefined ? first : await findRecord(engine, b, 'last');
  if (!first || !second) return;
  await engine.run(
    `delete from decisions where least(a, b) = ${String(Math.min(first.rid, second.rid))} and greatest(a, b) = ${String(Math.max(first.rid, second.rid))}`,
  );
}
