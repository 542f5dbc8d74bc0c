/** Two editions side by side: what was, what is, and in a word what happened. */
import type { ReactNode } from 'react';
import { useWords } from '../i18n.ts';
import { Verdict, type Tone } from './verdict.tsx';
import styles from './diff-view.module.css';

export interface Difference {
  readonly name: string;
  /** Absent: it was not there. */
  readonly before?: ReactNode;
  /** Absent: it is gone. */
  readonly after?: ReactNode;
  /** Overrides what follows from presence: `same` shows the line without colour. */
  readonly kind?: 'added' | 'removed' | 'changed' | 'same';
  /** Beside the word: breaking, compatible. */
  readonly mark?: ReactNode;
}

const tones: Readonly<Record<string, Tone>> = { added: 'good', removed: 'bad', changed: 'warn' };

const present = (value: ReactNode) => value !== undefined && value !== null && value !== '';

function kindOf({ kind, before, after }: Difference) {
  if (kind) return kind;
  if (!present(before)) return 'added';
  return present(after) ? 'changed' : 'removed';
}

interface DiffViewProps {
  readonly label: string;
  readonly beforeHead: string;
  readonly afterHead: string;
  readonly differences: readonly Difference[];
}

export function DiffView({ label, beforeHead, afterHead, differences }: DiffViewProps) {
  const { t } = useWords();
  // What merely came or went has nothing to set side by side.
  const sides = differences.some(({ before, after }) => present(before) || present(after));
  return (
    <div className={styles.scroller} role="group" aria-label={label} tabIndex={0}>
      <table className={styles.diff}>
        <caption className="visually-hidden">{label}</caption>
        <thead>
          <tr>
            <th scope="col">{t('web:diff.attribute')}</th>
            {sides && <th scope="col">{beforeHead}</th>}
            {sides && <th scope="col">{afterHead}</th>}
            <th scope="col">
              <span className="visually-hidden">{t('web:diff.what')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {differences.map((difference) => {
            const kind = kindOf(difference);
            return (
              <tr key={difference.name} data-kind={kind}>
                <th scope="row">{difference.name}</th>
                {sides && (
                  <td className={styles.before} dir="auto">
                    {difference.before}
                  </td>
                )}
                {sides && (
                  <td className={styles.after} dir="auto">
                    {difference.after}
                  </td>
                )}
                <td>
                  {kind !== 'same' && <Verdict tone={tones[kind] ?? 'quiet'}>{t(`web:diff.${kind}`)}</Verdict>}{' '}
                  {difference.mark}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
