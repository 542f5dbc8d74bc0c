/** Names and values below each other: what is known about one thing. */
import type { ReactNode } from 'react';
import styles from './fact-list.module.css';

/** `undefined`, `null` and '' show as "not given" (a dash); leave a row out by leaving it out of the list. */
export type Fact = readonly [name: ReactNode, value: ReactNode];

interface FactListProps {
  readonly facts: readonly Fact[];
  readonly columns?: 1 | 2;
  /** Names take the room and values stand at the end: long names, short values. */
  readonly longNames?: boolean;
}

export function FactList({ facts, columns = 1, longNames = false }: FactListProps) {
  return (
    <dl className={styles.list} data-columns={columns} data-long-names={longNames}>
      {facts.map(([name, value], i) => (
        <div key={typeof name === 'string' ? name : i} className={styles.fact}>
          <dt>{name}</dt>
          <dd>{value === undefined || value === null || value === '' ? '–' : value}</dd>
        </div>
      ))}
    </dl>
  );
}
