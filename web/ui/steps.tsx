/** Where one stands in a work of several steps. */
import { IconCheck } from '@tabler/icons-react';
import { Fragment } from 'react';
import { useWords } from '../i18n.ts';
import styles from './steps.module.css';

export interface Step {
  readonly label: string;
  /** What came out of it, or what it will do. */
  readonly note?: string;
}

interface StepsProps {
  readonly steps: readonly Step[];
  /** Index of the step under way; `steps.length` when all are done. */
  readonly current: number;
  /** Steps behind can be opened again. */
  readonly onOpen?: (index: number) => void;
}

export function Steps({ steps, current, onOpen }: StepsProps) {
  const { t } = useWords();
  return (
    <ol className={styles.steps} aria-label={t('web:steps.label')}>
      {steps.map((step, i) => {
        const state = i < current ? 'done' : i === current ? 'now' : 'later';
        return (
          <Fragment key={step.label}>
            {i > 0 && <li className={styles.bridge} data-done={i <= current} aria-hidden />}
            <li className={styles.step} data-state={state} {...(state === 'now' ? { 'aria-current': 'step' } : {})}>
              <span className={styles.ball} aria-hidden>
                {state === 'done' ? <IconCheck size={18} stroke={2.6} /> : <bdi>{i + 1}</bdi>}
              </span>
              <span className={styles.words}>
                {onOpen && state === 'done' ? (
                  <button type="button" className={styles.open} onClick={() => onOpen(i)}>
                    {step.label}
                  </button>
                ) : (
                  <span className={styles.label}>{step.label}</span>
                )}
                <span className="visually-hidden">{t(`web:steps.${state}`)}</span>
                {step.note && <span className={styles.note}>{step.note}</span>}
              </span>
            </li>
          </Fragment>
        );
      })}
    </ol>
  );
}
