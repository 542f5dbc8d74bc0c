/** Why two records are one, or are not: the waterfall from the prior over every comparison to the total. */
import { comparedColumns, levelWord, readPattern } from './compare.ts';
import { bitsOf, priorBits } from './estimate.ts';
import type { ReviewReason, Waterfall, WaterfallStep } from './model.ts';
import { findRecord, type NamedRecord } from './records-named.ts';
import type { Linkage } from './run.ts';
import { rarityBits, scorePattern } from './score.ts';
import type { LinkageSettings } from './settings.ts';
import type { Weights } from './estimate.ts';
import { columnsOf, word } from './write-sql.ts';

interface Compared {
  readonly pattern: number;
  readonly share: number | null;
  readonly conflict: boolean;
}
type TextOf = Readonly<Record<string, string | null>>;

/** @returns nothing when one of them is not there */
export async function explainPair(run: Linkage, a: string, b: string): Promise<Waterfall | undefined> {
  const { engine, model } = run;
  const left = await findRecord(engine, a, 'first');
  const right = await findRecord(engine, b, 'last');
  if (!left || !right || !model.weights || left.rid === right.rid) return undefined;
  const [compared] = await engine.rows<Compared>(
    `select ${comparedColumns(model.settings)} from records l, records r where l.rid = ${String(left.rid)} and r.rid = ${String(right.rid)}`,
  );
  const texts = await engine.rows<TextOf & { rid: number }>(
    `select rid, ${columnsOf(Object.keys(model.settings.fields).map((f) => `${f}_text`))} from given where rid in (${String(left.rid)}, ${String(right.rid)})`,
  );
  const of = ({ rid }: NamedRecord) => texts.find((one) => one.rid === rid) ?? {};
  if (!compared) return undefined;
  const found = await circumstances(run, left.rid, right.rid);
  return waterfallOf(model.settings, model.weights, { left, right, compared, texts: [of(left), of(right)], ...found });
}

async function circumstances({ engine }: Linkage, a: number, b: number) {
  const pair = `least(a, b) = least(${String(a)}, ${String(b)}) and greatest(a, b) = greatest(${String(a)}, ${String(b)})`;
  const [homes] = await engine.rows<{ same: boolean }>(
    `select count(*) = 2 and min(head) = max(head) as same from clusters where rid in (${String(a)}, ${String(b)})`,
  );
  const [decided] = await engine.rows<{ kind: 'same' | 'different' | 'split' }>(
    `select kind from decisions where ${pair} or kind = ${word('split')} and a in (${String(a)}, ${String(b)}) limit 1`,
  );
  const [waiting] = await engine.rows<{ reason: ReviewReason }>(`select reason from review where ${pair} limit 1`);
  return { same: homes?.same ?? false, decided: decided?.kind, waiting: waiting?.reason };
}

export interface WaterfallInput {
  readonly left: { readonly source: string; readonly key: string };
  readonly right: { readonly source: string; readonly key: string };
  readonly compared: Compared;
  readonly texts: readonly [TextOf, TextOf];
  readonly same: boolean;
  readonly decided: 'same' | 'different' | 'split' | undefined;
  readonly waiting: ReviewReason | undefined;
}

export function waterfallOf(settings: LinkageSettings, weights: Weights, input: WaterfallInput): Waterfall {
  const { left, right, compared, texts, same, decided, waiting } = input;
  const bits = bitsOf(weights);
  const steps = readPattern(settings, compared.pattern).map((level, i): WaterfallStep => {
    const comparison = settings.comparisons[i] as LinkageSettings['comparisons'][number];
    const text = (place: 0 | 1) => texts[place][`${comparison.field}_text`] ?? null;
    return {
      field: comparison.field,
      level: levelWord(comparison, level),
      m: weights.m[i]?.[level] as number,
      u: weights.u[i]?.[level] as number,
      bits: bits[i]?.[level] as number,
      left: text(0),
      right: text(1),
    };
  });
  const { weight, usual, apart } = scorePattern(settings, weights, compared.pattern);
  const rarity = usual !== undefined && compared.share !== null ? rarityBits(usual, compared.share) : 0;
  const total = weight + rarity;
  const { match, review } = settings.thresholds;
  const because = decided ?? waiting ?? guardOf(settings, compared.conflict, apart);
  const open = waiting !== undefined || (decided === undefined && total >= review && total < match);
  const verdict = same ? 'link' : open ? 'review' : 'no-link';
  return {
    left: { source: left.source, key: left.key },
    right: { source: right.source, key: right.key },
    prior: priorBits(weights),
    steps,
    rarity,
    total,
    probability: 1 / (1 + 2 ** -total),
    thresholds: { match, review },
    verdict,
    ...(because !== undefined && (!same || because === 'same') && { because }),
    sameCluster: same,
  };
}

const guardOf = ({ guards }: LinkageSettings, conflict: boolean, apart: number): ReviewReason | undefined =>
  conflict ? 'two-identifiers' : guards.apart?.[apart - 1]?.because;
