/** A figure as it is read: a share in per cent with one decimal, a ratio as n/m, a count or a number with its unit. */
import type { IndicatorCard } from '../../../src/strategy/contract.ts';
import { Num, Percent } from '../../ui/values.tsx';
import { useStrategyWords } from '../strategy-words.tsx';
import styles from '../strategy.module.css';

export function Figure({ card }: { readonly card: IndicatorCard }) {
  const { t } = useStrategyWords();
  const { kind, figure, unit } = card;
  if (figure.value === null) return <>–</>;
  if (kind === 'share') return <Percent value={figure.value} />;
  if (kind === 'ratio') {
    return (
      <bdi dir="ltr" className="number">
        <Num value={figure.numerator} />/<Num value={figure.denominator} />
      </bdi>
    );
  }
  return (
    <>
      <Num value={figure.value} />{' '}
      <span className={styles.unit}>{t(`strategy:units.${unit}`, { defaultValue: unit })}</span>
    </>
  );
}
