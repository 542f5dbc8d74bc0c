/** What went through today: reads over the API, and refusals; each count leads to what is behind it. */
import { readToday } from '../../src/exchange/contract.ts';
import { useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths, withView } from '../paths.ts';
import { Panel } from '../ui/page.tsx';
import { To } from '../ui/to.tsx';
import { Num } from '../ui/values.tsx';
import styles from './home.module.css';

export function Today() {
  const { t } = useWords();
  const today = useEndpoint(readToday, {}, { every: 5000 });
  if (!today.data) return null;
  const { day, apiReads, refusals } = today.data;
  return (
    <Panel title={t('web:home.today')}>
      <ul className={styles.list}>
        <li className={styles.count}>
          <To to={withView(paths.audit(), { allowed: 'false', from: day })}>{t('web:home.refusedToday')}</To>
          <strong data-testid="refused-today">
            <Num value={refusals} />
          </strong>
        </li>
        <li className={styles.count}>
          <To to={paths.sharing()}>{t('web:home.apiReads')}</To>
          <strong data-testid="api-reads-today">
            <Num value={apiReads} />
          </strong>
        </li>
      </ul>
    </Panel>
  );
}
