/** What happened, newest first; or what became of something, oldest first. The order is the caller's. */
import type { ReactNode } from 'react';
import type { Tone } from './verdict.tsx';
import styles from './timeline.module.css';

export interface Event {
  readonly id: string | number;
  readonly title: ReactNode;
  /** Who, where. */
  readonly by?: ReactNode;
  readonly at?: ReactNode;
  readonly detail?: ReactNode;
  readonly tone?: Tone;
}

export function Timeline({ events, label }: { readonly events: readonly Event[]; readonly label: string }) {
  return (
    <ol className={styles.timeline} aria-label={label}>
      {events.map(({ id, title, by, at, detail, tone = 'busy' }) => (
        <li key={id} className={styles.event} data-tone={tone}>
          <div className={styles.title}>{title}</div>
          {(by || at) && (
            <div className={styles.note}>
              {by}
              {by && at ? ' · ' : ''}
              {at}
            </div>
          )}
          {detail && <div className={styles.detail}>{detail}</div>}
        </li>
      ))}
    </ol>
  );
}
