/** Pages of one part that are too many for one line: groups, and below them the pages of the open one. */
import { Tabs, type Tab } from './tabs.tsx';
import { To } from './to.tsx';
import styles from './tabs.module.css';

export interface TabGroup {
  readonly label: string;
  /** At least one; a group of one is the page itself. */
  readonly tabs: readonly Tab[];
}

interface GroupedTabsProps {
  readonly label: string;
  readonly groups: readonly TabGroup[];
  /** Address of the open page. */
  readonly current: string;
}

export function GroupedTabs({ label, groups, current }: GroupedTabsProps) {
  const open = groups.find(({ tabs }) => tabs.some(({ to }) => to === current));
  const first = groups.map((group) => ({ label: group.label, to: group.tabs[0]?.to ?? '' }));
  return (
    <div data-no-print>
      <Tabs label={label} tabs={first} current={open?.tabs[0]?.to ?? ''} parts={(open?.tabs.length ?? 0) > 1} />
      {open && open.tabs.length > 1 && (
        <nav className={styles.pages} aria-label={open.label}>
          {open.tabs.map(({ label: page, to }) => (
            <To
              key={to}
              to={to}
              plain
              className={styles.page}
              {...(to === current ? { 'aria-current': 'page' as const } : {})}
            >
              {page}
            </To>
          ))}
        </nav>
      )}
    </div>
  );
}
