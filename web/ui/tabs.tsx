/** Parts of one page, each with its own address. */
import type { ReactNode } from 'react';
import { To } from './to.tsx';
import styles from './tabs.module.css';

export interface Tab {
  readonly label: string;
  readonly to: string;
  readonly count?: ReactNode;
}

interface TabsProps {
  readonly label: string;
  readonly tabs: readonly Tab[];
  /** Address of the open one. */
  readonly current: string;
  /** The open one holds several pages, of which this need not be the first. */
  readonly parts?: boolean;
}

export function Tabs({ label, tabs, current, parts = false }: TabsProps) {
  return (
    <nav className={styles.tabs} aria-label={label} data-no-print>
      {tabs.map((tab) => (
        <To
          key={tab.to}
          to={tab.to}
          plain
          byView={tabs.some(({ to }) => to.includes('?'))}
          className={styles.tab}
          {...(tab.to === current ? { 'aria-current': parts ? ('true' as const) : ('page' as const) } : {})}
        >
          {tab.label}
          {tab.count !== undefined && <span className={styles.count}>{tab.count}</span>}
        </To>
      ))}
    </nav>
  );
}
