/** What an officer does first: one piece of work, one big button that leads straight to where it is done. */
import { Button } from '@mantine/core';
import { IconArrowRight, IconUpload } from '@tabler/icons-react';
import type { WorkItem } from '../../src/platform/work/contract.ts';
import { useWords } from '../i18n.ts';
import { Panel } from '../ui/page.tsx';
import { To } from '../ui/to.tsx';
import { DaysLeft, WorkTitle } from './work-words.tsx';
import styles from './next-work.module.css';

export function NextWork({ item }: { readonly item: WorkItem }) {
  const { t } = useWords('web-registers');
  const loads = item.link.endsWith('/load');
  return (
    <Panel>
      <div className={styles.next}>
        <div className={styles.words}>
          <div className={styles.note}>{t('mine.next')}</div>
          <h2 className={styles.title}>
            <WorkTitle item={item} />
          </h2>
          <DaysLeft item={item} />
          {loads && <p className={styles.help}>{t('mine.words')}</p>}
        </div>
        <Button
          component={To}
          plain
          to={item.link}
          size="lg"
          leftSection={loads ? <IconUpload size={22} /> : undefined}
          rightSection={loads ? undefined : <IconArrowRight size={20} className="flip-in-rtl" />}
        >
          {t(loads ? 'mine.load' : 'mine.open')}
        </Button>
      </div>
    </Panel>
  );
}
