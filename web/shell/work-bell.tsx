/** What waits for me: a number, and the first few by name. */
import { ActionIcon, Popover } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useState } from 'react';
import { listMyWork } from '../../src/platform/work/contract.ts';
import { useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { To } from '../ui/to.tsx';
import { Num } from '../ui/values.tsx';
import { WorkTitle, DaysLeft } from '../work/work-words.tsx';
import styles from './top-bar.module.css';

export function WorkBell() {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const work = useEndpoint(listMyWork, { query: { state: 'open', limit: 5 } }, { every: 30_000 });
  const { open: waiting = 0, overdue = 0 } = work.data?.counts ?? {};
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" shadow="md" width={340} trapFocus>
      <Popover.Target>
        <ActionIcon
          className={styles.bell}
          style={{ overflow: 'visible' }}
          aria-label={t('web:work.waiting', { count: waiting })}
          onClick={() => setOpen(!open)}
        >
          <IconBell size={20} />
          {waiting > 0 && (
            <span className={styles.count} data-late={overdue > 0}>
              <Num value={waiting} />
            </span>
          )}
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={styles.pop}>
          <p className={styles.popTitle}>{t('web:work.waiting', { count: waiting })}</p>
          <ul className={styles.list}>
            {(work.data?.items ?? []).map((item) => (
              <li key={item.id}>
                <To to={item.link} plain className={styles.entry} onClick={() => setOpen(false)}>
                  <WorkTitle item={item} />
                  <DaysLeft item={item} />
                </To>
              </li>
            ))}
          </ul>
          <To to={paths.work()} onClick={() => setOpen(false)}>
            {t('web:work.all')}
          </To>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
