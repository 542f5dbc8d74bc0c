/** The sentences around a figure: how complete it is, why its verdict stands, who is missing. */
import type { IndicatorCard } from '../../../src/strategy/contract.ts';
import { formatNumber } from '../../ui/format.ts';
import { useStrategyWords } from '../strategy-words.tsx';

export interface IndicatorWords {
  /** How many have reported; undefined where nobody reports. */
  readonly completeness: string | undefined;
  readonly band: string | undefined;
  readonly milestone: string | undefined;
  /** Why the verdict stands, the deciding sentence first. */
  readonly reasons: readonly string[];
  /** What stands beside the figure: hours, a share. */
  readonly note: string | undefined;
}

type Say = (card: IndicatorCard) => IndicatorWords;

/** Who is missing, how many records that is, and since or until when. */
function useMissing(): (card: IndicatorCard, nouns: Readonly<Record<string, string>>) => string | undefined {
  const { t, say, language } = useStrategyWords();
  const when = (days: number) =>
    days < 0 ? t('web:work.late', { count: -days }) : t('web:work.left', { count: days });
  return ({ missingReports }, nouns) => {
    if (missingReports.length === 0) return undefined;
    const bodies = missingReports.map(({ body, workingDays }) => `${say(body.names)} (${when(workingDays)})`);
    const expected = missingReports.reduce((sum, report) => sum + report.expected, 0);
    return t('indicator.missing', {
      ...nouns,
      count: missingReports.length,
      missing: formatNumber(expected, language),
      bodies: bodies.join(t('indicator.comma')),
    });
  };
}

export function useIndicatorWords(): Say {
  const { t, say, language } = useStrategyWords();
  const missing = useMissing();
  const percent = (value: number) => formatNumber(value, language, { decimals: 1, percent: true });
  const number = (value: number, decimals?: number) =>
    formatNumber(value, language, decimals === undefined ? {} : { decimals });

  const nouns = ({ words }: IndicatorCard) => ({
    records: words ? say(words.records) : t('indicator.records'),
    reporters: words ? say(words.reporters) : t('indicator.reporters'),
  });

  const decided = (card: IndicatorCard): string | undefined => {
    const { verdict, figure, milestone } = card;
    if ((verdict !== 'off-track' && verdict !== 'on-track') || !milestone) return undefined;
    if (figure.high === null || figure.low === null) return undefined;
    // Nothing is missing: the figure itself decides.
    const open = figure.missing > 0 ? 'open' : 'closed';
    return t(`indicator.because.${verdict}.${open}`, {
      ...nouns(card),
      low: percent(figure.low),
      high: percent(figure.high),
      milestone: percent(milestone.value),
    });
  };

  return (card) => {
    const { figure, milestone, kind, secondsPerUnit } = card;
    const hours = secondsPerUnit === null || figure.value === null ? undefined : (figure.value * secondsPerUnit) / 3600;
    return {
      completeness:
        figure.reporters > 0
          ? t('indicator.reported', { ...nouns(card), reported: figure.reported, count: figure.reporters })
          : undefined,
      band:
        figure.low !== null && figure.high !== null
          ? t('indicator.band', { low: number(figure.low, 1), high: percent(figure.high) })
          : undefined,
      milestone: milestone
        ? t('indicator.milestone', { label: say(milestone.label), value: percent(milestone.value) })
        : undefined,
      reasons: [decided(card), missing(card, nouns(card))].filter((one) => one !== undefined),
      note:
        hours !== undefined
          ? t('indicator.hours', {
              hours: number(hours, 1),
              seconds: number(secondsPerUnit ?? 0),
              unit: t(`strategy:units.${card.unit}`, { defaultValue: card.unit }),
            })
          : kind === 'ratio' && figure.value !== null
            ? percent(figure.value)
            : undefined,
    };
  };
}
