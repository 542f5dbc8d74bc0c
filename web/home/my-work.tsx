/** The first few things that wait for me. */
import { listMyWork } from '../../src/platform/work/contract.ts';
import { useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { Panel } from '../ui/page.tsx';
import { EmptyState, Loaded } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { DaysLeft, WorkTitle } from '../work/work-words.tsx';
import styles from './home.module.css';

export function MyWork() {
  const { t } = useWords();
  const work = useEndpoint(listMyWork, { query: { state: 'open', limit: 5 } }, { every: 30_000 });
  return (
    <Panel title={t('web:menu.work')} actions={<To to={paths.work()}>{t('web:work.all')}</To>}>
      <Loaded query={work}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('web:work.nothing')} />
          ) : (
            <ul className={styles.list}>
              {items.map((item) => (
                <li key={item.id} className={styles.entry}>
                  <To to={item.link}>
                    <WorkTitle item={item} />
                  </To>
                  <span className={styles.note}>
                    <DaysLeft item={item} />
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Panel>
  );
}
