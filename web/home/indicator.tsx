/** An indicator on the screen: never a bare number, always with who has reported and what the band allows to say. */
import type { IndicatorCard } from '../../src/strategy/contract.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { KpiCard, StatCard } from '../ui/cards.tsx';
import { formatNumber } from '../ui/format.ts';
import { Num, Percent } from '../ui/values.tsx';
import { Verdict, type Tone } from '../ui/verdict.tsx';
import { Contest } from './contest.tsx';

const tones: Readonly<Record<IndicatorCard['verdict'], Tone>> = {
  'on-track': 'good',
  'off-track': 'bad',
  'not-enough-basis': 'unsure',
  'not-assessed': 'quiet',
};

export const toneOfVerdict = (verdict: IndicatorCard['verdict']): Tone => tones[verdict];

/** The figure as it is read: a share in per cent with one decimal, a ratio as n/m, a count whole. */
export function Figure({ card }: { readonly card: IndicatorCard }) {
  const { kind, figure } = card;
  if (figure.value === null) return <>–</>;
  if (kind === 'share') return <Percent value={figure.value} />;
  if (kind === 'ratio') {
    return (
      <bdi dir="ltr" className="number">
        <Num value={figure.numerator} />/<Num value={figure.denominator} />
      </bdi>
    );
  }
  return <Num value={figure.value} />;
}

export function Indicator({
  card,
  size = 'normal',
}: {
  readonly card: IndicatorCard;
  readonly size?: 'hero' | 'normal';
}) {
  const { t, say, language } = useWords();
  const { figure, milestone, verdict } = card;
  const percent = (value: number) => formatNumber(value, language, { decimals: 1, percent: true });
  const nouns = useNouns(card);
  const banded = figure.low !== null && figure.high !== null;
  return (
    <KpiCard
      title={say(card.names)}
      value={<Figure card={card} />}
      verdict={{ tone: tones[verdict], word: t(`web:verdict.${verdict}`) }}
      completeness={t('web:kpi.reported', { reported: figure.reported, count: figure.reporters, ...nouns })}
      band={
        figure.low !== null && figure.high !== null
          ? { value: figure.value, low: figure.low, high: figure.high, milestone: milestone?.value }
          : undefined
      }
      bandWords={banded && t('web:kpi.band', { low: percent(figure.low ?? 0), high: percent(figure.high ?? 0) })}
      milestone={milestone && t('web:kpi.milestone', { label: say(milestone.label), value: percent(milestone.value) })}
      reason={<Reason card={card} />}
      to={paths.indicator(card.code)}
      contest={verdict === 'off-track' ? <Contest indicator={card.code} /> : undefined}
      size={size}
    />
  );
}

/** "party members" in "communes and wards": the indicator's own words, or plain ones. */
function useNouns({ words }: IndicatorCard): { records: string; reporters: string } {
  const { t, say } = useWords();
  return {
    records: words ? say(words.records) : t('web:kpi.records'),
    reporters: words ? say(words.reporters) : t('web:kpi.reporters'),
  };
}

/** Why the verdict stands: who is missing, and what even the best or worst outcome could change. */
function Reason({ card }: { readonly card: IndicatorCard }) {
  const { t, say, language } = useWords();
  const { figure, milestone, verdict, missingReports } = card;
  const percent = (value: number) => formatNumber(value, language, { decimals: 1, percent: true });
  const nouns = useNouns(card);
  const bodies = missingReports
    .map(({ body, workingDays }) => {
      const when =
        workingDays < 0 ? t('web:work.late', { count: -workingDays }) : t('web:work.left', { count: workingDays });
      return `${say(body.names)} (${when})`;
    })
    .join(language === 'ar' ? '، ' : ', ');
  const missing = formatNumber(
    missingReports.reduce((sum, { expected }) => sum + expected, 0),
    language,
  );
  const bounds = {
    ...nouns,
    low: percent(figure.low ?? 0),
    high: percent(figure.high ?? 0),
    milestone: percent(milestone?.value ?? 0),
  };
  const decided = verdict === 'on-track' || verdict === 'off-track';
  return (
    <>
      {missingReports.length > 0 && t('web:kpi.missing', { missing, count: missingReports.length, bodies, ...nouns })}
      {decided && milestone && figure.high !== null && <> {t(`web:kpi.because.${verdict}`, bounds)}</>}
    </>
  );
}

export function IndicatorStat({ card }: { readonly card: IndicatorCard }) {
  const { t, say, language } = useWords('strategy');
  const { figure, secondsPerUnit, verdict } = card;
  const hours = secondsPerUnit === null || figure.value === null ? undefined : (figure.value * secondsPerUnit) / 3600;
  const notes = [
    hours !== undefined && t('web:kpi.hours', { hours: formatNumber(hours, language, { decimals: 1 }) }),
    card.kind === 'number' && t(`strategy:units.${card.unit}`, { defaultValue: '' }),
    card.kind === 'share' && t('web:kpi.share', { numerator: figure.numerator, denominator: figure.denominator }),
    card.milestone && t('web:kpi.milestone', { label: say(card.milestone.label), value: card.milestone.value }),
  ].filter(Boolean);
  return (
    <StatCard
      label={say(card.names)}
      value={<Figure card={card} />}
      note={notes.join(' · ')}
      to={paths.indicator(card.code)}
      mark={verdict !== 'not-assessed' && <Verdict tone={tones[verdict]}>{t(`web:verdict.${verdict}`)}</Verdict>}
    />
  );
}
