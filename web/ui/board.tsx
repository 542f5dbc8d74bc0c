/** Cards in columns by state. To look at and open; changes are made on the card's own page, where they are explained. */
import type { ReactNode } from 'react';
import { useWords } from '../i18n.ts';
import { Num } from './values.tsx';
import type { Tone } from './verdict.tsx';
import styles from './board.module.css';

export interface Lane<T> {
  readonly id: string;
  readonly label: string;
  readonly tone: Tone;
  readonly items: readonly T[];
}

interface BoardProps<T> {
  readonly label: string;
  readonly lanes: readonly Lane<T>[];
  readonly itemKey: (item: T) => string;
  readonly children: (item: T) => ReactNode;
}

export function Board<T>({ label, lanes, itemKey, children }: BoardProps<T>) {
  const { t } = useWords();
  return (
    <div className={styles.board} role="group" aria-label={label} tabIndex={0}>
      {lanes.map((lane) => (
        <section key={lane.id} className={styles.lane} data-tone={lane.tone} aria-label={lane.label}>
          <h3 className={styles.head}>
            <span>{lane.label}</span>
            <span className={styles.count}>
              <Num value={lane.items.length} />
            </span>
          </h3>
          {lane.items.length === 0 && <p className={styles.none}>{t('web:state.none')}</p>}
          <ul className={styles.items}>
            {lane.items.map((item) => (
              <li key={itemKey(item)} className={styles.item} data-panel>
                {children(item)}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
