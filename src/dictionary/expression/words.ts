/** An expression's findings and its explanation as sentences. */
import type { Translate } from '../../platform/i18n.ts';
import type { ExpressionFinding } from './check.ts';
import type { Part } from './explain-outcome.ts';

export const describeExpressionFinding = ({ reason, params }: ExpressionFinding, t: Translate): string =>
  t(`dictionary:expressions.${reason}`, { expected: '', ...params });

/** What a part was and why: “admitted_on is 2021-02-03”. */
export function describePart({ text, value, why, type }: Part, t: Translate): string {
  const shown =
    value === null ? t('dictionary:explained.unsaid') : type === 'boolean' ? t(`dictionary:explained.${value}`) : value;
  return t(`dictionary:explained.${why}`, { text: briefly(text), value: shown });
}

const MOST_SHOWN = 80;
const briefly = (text: string) => (text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN - 1)}…` : text);
