/** An expression on trial: is it right, what does it give, what may it cost, and what would it say of a sample. Pure. */
import { ExpressionError, type Checked, type FieldType, type Tables, type ValueType } from './ast.ts';
import { parseDay } from './civil.ts';
import { MOST_COST } from './cost.ts';
import { explainOutcome, type Outcome } from './explain-outcome.ts';
import { checkExpression } from './typecheck.ts';

export interface Trial {
  readonly expression: string;
  readonly fields: readonly FieldType[];
  /** The type it must give; any when absent. */
  readonly result?: ValueType | undefined;
  readonly tables?: Tables;
  /** Values by field, as a register prints them; null and absent for nothing. */
  readonly sample?: Readonly<Record<string, string | null>> | undefined;
  /** YYYY-MM-DD. */
  readonly today: string;
}

export interface ExpressionFinding {
  /** Key of the catalogue: `dictionary:expressions.<reason>`. */
  readonly reason: string;
  readonly params: Readonly<Record<string, string>>;
  /** Offsets into the expression. */
  readonly from: number;
  readonly to: number;
}

export interface Verdict {
  readonly findings: readonly ExpressionFinding[];
  readonly checked?: Checked;
  readonly cost?: number;
  readonly outcome?: Outcome;
}

export { MOST_COST };

export function tryExpression({ expression, fields, result, tables, sample, today }: Trial): Verdict {
  try {
    const checked = checkExpression(expression, fields, result ?? 'any', tables);
    const { cost } = checked;
    if (!sample) return { findings: [], checked, cost };
    const columns = fields.map((field) => field.name);
    const row = { values: columns.map((name) => sample[name] ?? null), today: parseDay(today) ?? 0 };
    return { findings: [], checked, cost, outcome: explainOutcome(checked, columns, row) };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return { findings: [findingOf(error, expression)] };
  }
}

/** The word that stands at the place, or the one character. */
function findingOf({ reason, params, at }: ExpressionError, source: string): ExpressionFinding {
  const from = Math.min(at, Math.max(0, source.length - 1));
  const word = /^(\w+|'[^']*'?|"[^"]*"?|.)/u.exec(source.slice(from))?.[0] ?? '';
  const found = params['found'] ?? params['name'] ?? '';
  return { reason, params: { ...params, found }, from, to: Math.min(source.length, from + Math.max(1, word.length)) };
}
