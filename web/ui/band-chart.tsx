/** A figure with the band it certainly lies in and its milestone: plain SVG, mirrored in right-to-left, read out in words. */
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

const WIDTH = 600;
const HEIGHT = 58;
const BAR = { y: 22, height: 14 };

/** Ends that leave air around everything shown, at round tens. */
function axisOf({ value, low, high, milestone, from, to }: Band): { from: number; to: number } {
  const shown = [value ?? low, low, high, milestone ?? high];
  return {
    from: from ?? Math.max(0, Math.floor((Math.min(...shown) - 5) / 10) * 10),
    to: to ?? Math.min(100, Math.ceil((Math.max(...shown) + 4) / 10) * 10),
  };
}

export function BandChart({ tone, ...band }: Band & { readonly tone: Tone }) {
  const { t, language, direction } = useWords();
  const axis = axisOf(band);
  const share = (value: number) => Math.min(1, Math.max(0, (value - axis.from) / Math.max(axis.to - axis.from, 1e-9)));
  const x = (value: number) => (direction === 'rtl' ? 1 - share(value) : share(value)) * WIDTH;
  const percent = (value: number, decimals = 1) => formatNumber(value, language, { decimals, percent: true });
  const words = t('web:kpi.bandChart', {
    value: band.value === null ? '–' : percent(band.value),
    low: percent(band.low),
    high: percent(band.high),
    milestone: band.milestone === undefined ? '–' : percent(band.milestone),
  });
  const [left, right] = [x(band.low), x(band.high)].sort((a, b) => a - b) as [number, number];
  return (
    <svg className={styles.chart} data-tone={tone} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={words}>
      <rect className={styles.axis} x={0} y={BAR.y} width={WIDTH} height={BAR.height} rx={7} />
      <rect className={styles.band} x={left} y={BAR.y} width={Math.max(right - left, 3)} height={BAR.height} rx={4} />
      {band.value !== null && <circle className={styles.value} cx={x(band.value)} cy={BAR.y + BAR.height / 2} r={9} />}
      {band.milestone !== undefined && (
        <g className={styles.milestone}>
          <line x1={x(band.milestone)} x2={x(band.milestone)} y1={10} y2={BAR.y + BAR.height + 6} />
          <path d={`M${x(band.milestone)} 10 l7 -5 l-7 -5 z`} transform={`translate(0 5)`} />
        </g>
      )}
      <g className={styles.ends} aria-hidden>
        <text x={direction === 'rtl' ? WIDTH : 0} y={HEIGHT - 3} textAnchor={direction === 'rtl' ? 'end' : 'start'}>
          {percent(axis.from, 0)}
        </text>
        <text x={direction === 'rtl' ? 0 : WIDTH} y={HEIGHT - 3} textAnchor={direction === 'rtl' ? 'start' : 'end'}>
          {percent(axis.to, 0)}
        </text>
      </g>
    </svg>
  );
}
