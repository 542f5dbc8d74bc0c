/** Figures that lead somewhere: a number never stands without its way to the list behind it. */
import { IconArrowRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { BandChart, type Band } from './band-chart.tsx';
import { useWords } from '../i18n.ts';
import { To } from './to.tsx';
import { Verdict, type Tone } from './verdict.tsx';
import styles from './cards.module.css';

interface StatCardProps {
  readonly label: string;
  readonly value: ReactNode;
  /** Beside the figure, in small: what is counted. */
  readonly unit?: string;
  /** One line under the figure: what it counts, as of when. */
  readonly note?: ReactNode;
  readonly tone?: Tone;
  readonly to?: string | undefined;
  /** Under the figure: a verdict. */
  readonly mark?: ReactNode;
}

export function StatCard({ label, value, unit, note, tone, to, mark }: StatCardProps) {
  return (
    <div className={styles.card} data-panel {...(tone ? { 'data-tone': tone } : {})}>
      <div className={styles.label}>
        {to ? (
          <To to={to} plain className={styles.cover}>
            {label}
          </To>
        ) : (
          label
        )}
      </div>
      <div className={styles.value} data-toned={Boolean(tone)} data-card="value">
        {value} {unit && <span className={styles.unit}>{unit}</span>}
      </div>
      {note && <div className={styles.note}>{note}</div>}
      {mark && <div className={styles.mark}>{mark}</div>}
    </div>
  );
}

export interface KpiCardProps {
  readonly title: string;
  readonly value: ReactNode;
  readonly verdict: { readonly tone: Tone; readonly word: string };
  /** "2 of 4 communes have reported". */
  readonly completeness: ReactNode;
  /** Numbers in hundredths of the whole: 86.04 for 86.04 %. */
  readonly band?: Band | undefined;
  /** In words: "certainly between 59.5 and 90.3 %". */
  readonly bandWords?: ReactNode;
  /** "Milestone of the fourth quarter: 90.0 %". */
  readonly milestone?: ReactNode;
  /** Why the verdict is as it is, and who is missing. */
  readonly reason?: ReactNode;
  readonly asOf?: ReactNode;
  readonly to?: string | undefined;
  /** Where a red figure can be contested. */
  readonly contest?: ReactNode;
  readonly size?: 'hero' | 'normal';
}

/** A live indicator: the figure, how complete it is, the band it certainly lies in, the verdict, and why. */
export function KpiCard(props: KpiCardProps) {
  const { t } = useWords();
  return (
    <article className={styles.kpi} data-panel data-size={props.size ?? 'normal'}>
      <div className={styles.kpiHead}>
        <h2 className={styles.kpiTitle}>
          {props.to ? (
            <To to={props.to} plain>
              {props.title}
            </To>
          ) : (
            props.title
          )}
        </h2>
        <Verdict tone={props.verdict.tone} size={props.size === 'hero' ? 'large' : 'normal'}>
          {props.verdict.word}
        </Verdict>
      </div>
      <div className={styles.kpiBody}>
        <div className={styles.kpiFigure}>
          <div className={styles.figure} aria-live="polite">
            {props.value}
          </div>
          <div className={styles.complete}>{props.completeness}</div>
        </div>
        {props.band && (
          <div className={styles.kpiBand}>
            <BandChart {...props.band} tone={props.verdict.tone} />
            <div className={styles.bandWords}>
              {props.bandWords && <span>{props.bandWords}</span>}
              {props.milestone && <span>{props.milestone}</span>}
            </div>
          </div>
        )}
      </div>
      {props.reason && <p className={styles.reason}>{props.reason}</p>}
      <div className={styles.kpiFoot}>
        {props.asOf && <span className={styles.note}>{props.asOf}</span>}
        {props.contest}
        {props.to && (
          <To to={props.to} className={styles.more}>
            {t('web:kpi.howComputed')}
            <IconArrowRight size={15} aria-hidden className="flip-in-rtl" />
          </To>
        )}
      </div>
    </article>
  );
}
