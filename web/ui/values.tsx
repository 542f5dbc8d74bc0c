/** Values on the screen: numbers and days keep their order in a right-to-left sentence, user text finds its own. */
import type { ReactNode } from 'react';
import { useWords } from '../i18n.ts';
import { formatDay, formatMoment, formatNumber, type NumberStyle } from './format.ts';
import styles from './values.module.css';

const nothing = '–';

interface NumProps extends NumberStyle {
  readonly value: number | null | undefined;
}

/** A number in the reader's notation, never torn apart by the direction of the sentence. */
export function Num({ value, ...style }: NumProps) {
  const { language } = useWords();
  if (value === null || value === undefined) return <>{nothing}</>;
  return (
    <bdi dir="ltr" className="number">
      {formatNumber(value, language, style)}
    </bdi>
  );
}

/** 86.04 → `86,0 %`. */
export function Percent({
  value,
  decimals = 1,
}: {
  readonly value: number | null | undefined;
  readonly decimals?: number;
}) {
  return <Num value={value} percent decimals={decimals} />;
}

/** ISO day → dd/MM/yyyy. */
export function Day({ value }: { readonly value: string | null | undefined }) {
  if (!value) return <>{nothing}</>;
  return (
    <time dateTime={value.slice(0, 10)}>
      <bdi dir="ltr" className="number">
        {formatDay(value)}
      </bdi>
    </time>
  );
}

/** Instant → HH:mm dd/MM/yyyy in the reader's zone. */
export function Moment({ value }: { readonly value: string | null | undefined }) {
  if (!value) return <>{nothing}</>;
  return (
    <time dateTime={value}>
      <bdi dir="ltr" className="number">
        {formatMoment(value)}
      </bdi>
    </time>
  );
}

/** An identifier, a physical name, a hash: monospaced, left to right, selectable in one click. */
export function Code({ children, soft = false }: { readonly children: ReactNode; readonly soft?: boolean }) {
  return (
    <bdi dir="ltr" className={soft ? styles.codeSoft : styles.code}>
      {children}
    </bdi>
  );
}

/** Text that people wrote, in whatever direction it reads. */
export function UserText({ children }: { readonly children: ReactNode }) {
  return <span dir="auto">{children}</span>;
}

/** Words that are useful but not urgent. */
export function Soft({ children }: { readonly children: ReactNode }) {
  return <span className={styles.soft}>{children}</span>;
}
