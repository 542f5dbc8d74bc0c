/** An indicator on the screen: never a bare number, always with who has reported and what the band allows to say. */
import type { IndicatorCard as Card } from '../../../src/strategy/contract.ts';
import { paths } from '../../paths.ts';
import { KpiCard, StatCard } from '../../ui/cards.tsx';
import { Verdict } from '../../ui/verdict.tsx';
import { Contest } from './contest.tsx';
import { Figure } from './figure.tsx';
import { useIndicatorWords } from './indicator-words.ts';
import { toneOfVerdict, useStrategyWords } from '../strategy-words.tsx';
import styles from '../strategy.module.css';

interface IndicatorCardProps {
  readonly card: Card;
  readonly size?: 'hero' | 'normal';
  /** Without the way to the indicator's own page: on that page. */
  readonly here?: boolean;
}

/** The whole card: name, figure, completeness, band with milestone, verdict, reason, and the way to contest it. */
export function IndicatorCard({ card, size = 'normal', here = false }: IndicatorCardProps) {
  const { t, say } = useStrategyWords();
  const words = useIndicatorWords()(card);
  const { figure, milestone, verdict } = card;
  return (
    <KpiCard
      title={here ? t('indicator.now') : say(card.names)}
      value={<Figure card={card} />}
      verdict={{ tone: toneOfVerdict(verdict), word: t(`strategy:verdicts.${verdict}`) }}
      completeness={[words.note, words.completeness].filter(Boolean).join(' · ')}
      band={
        figure.low !== null && figure.high !== null
          ? { value: figure.value, low: figure.low, high: figure.high, milestone: milestone?.value }
          : undefined
      }
      bandWords={words.band}
      milestone={words.milestone}
      reason={words.reasons.length > 0 ? <Reasons reasons={words.reasons} /> : undefined}
      to={here ? undefined : paths.indicator(card.code)}
      contest={verdict === 'off-track' ? <Contest indicator={card.code} /> : undefined}
      size={size}
    />
  );
}

const Reasons = ({ reasons }: { readonly reasons: readonly string[] }) => (
  <>
    {reasons.map((reason) => (
      <span key={reason} className={styles.reason}>
        {reason}
      </span>
    ))}
  </>
);

/** The small one beside it: figure, what it counts, verdict; the whole card is the way to its page. */
export function IndicatorStat({ card }: { readonly card: Card }) {
  const { t, say } = useStrategyWords();
  const { note, completeness } = useIndicatorWords()(card);
  const { verdict } = card;
  return (
    <div className={styles.statFrame} data-testid={`indicator-${card.code}`}>
      <StatCard
        label={say(card.names)}
        value={<Figure card={card} />}
        note={[note, completeness].filter(Boolean).join(' · ')}
        to={paths.indicator(card.code)}
        mark={
          verdict !== 'not-assessed' && (
            <Verdict tone={toneOfVerdict(verdict)}>{t(`strategy:verdicts.${verdict}`)}</Verdict>
          )
        }
      />
      {verdict === 'off-track' && <Contest indicator={card.code} />}
    </div>
  );
}
