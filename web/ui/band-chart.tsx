/** A figure with the band it certainly lies in and its milestone: placed by logical sides, read out in words. */
import { IconFlag3Filled } from '@tabler/icons-react';
import { useWords } from '../i18n.ts';
import { formatNumber } from './format.ts';
import type { Tone } from './verdict.tsx';
import styles from './band-chart.module.css';

export interface Band {
  /** All in hundredths of the whole. */
  readonly value: number | null;
  readonly low: number;
  readonly high: number;
  readonly milestone?: number | undefined;
  /** Ends of the axis; without them the axis is chosen around what is shown. */
  readonly from?: number;
  readonly to?: number;
}

/** Ends that leave air around everything shown, at round tens. */
function axisOf({ value, low, high, milestone, from, to }: Band): { from: number; to: number } {
  const shown = [value ?? low, low, high, milestone ?? high];
  return {
    from: from ?? Math.max(0, Math.floor((Math.min(...shown) - 5) / 10) * 10),
    to: to ?? Math.min(100, Math.ceil((Math.max(...shown) + 4) / 10) * 10),
  };
}

export function BandChart({ tone, ...band }: Band & { readonly tone: Tone }) {
  const { t, language } = useWords();
  const axis = axisOf(band);
  const at = (value: number) => {
    const share = (value - axis.from) / Math.max(axis.to - axis.from, 1e-9);
    return `${Math.min(1, Math.max(0, share)) * 100}%`;
  };
  const percent = (value: number, decimals = 1) => formatNumber(value, language, { decimals, percent: true });
  const words = t('web:kpi.bandChart', {
    value: band.value === null ? '–' : percent(band.value),
    low: percent(band.low),
    high: percent(band.high),
    milestone: band.milestone === undefined ? '–' : percent(band.milestone),
  });
  return (
    <div className={styles.chart} data-tone={tone} role="img" aria-label={words}>
      <div className={styles.axis}>
        <div
          className={styles.band}
          style={{ insetInlineStart: at(band.low), inlineSize: `calc(${at(band.high)} - ${at(band.low)})` }}
        />
        {band.milestone !== undefined && (
          <div className={styles.milestone} style={{ insetInlineStart: at(band.milestone) }}>
            <IconFlag3Filled size={14} className="flip-in-rtl" />
          </div>
        )}
        {band.value !== null && <div className={styles.value} style={{ insetInlineStart: at(band.value) }} />}
      </div>
      <div className={styles.ends} aria-hidden>
        <bdi>{percent(axis.from, 0)}</bdi>
        <bdi>{percent(axis.to, 0)}</bdi>
      </div>
    </div>
  );
}
