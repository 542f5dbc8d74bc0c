/** What is wrong with the data: published registers whose score lies below green, each a way to its rules and records. */
import { IconCircleCheck } from '@tabler/icons-react';
import { listCatalogue } from '../../src/exchange/contract.ts';
import { useEndpoint } from '../api.ts';
import { paths } from '../paths.ts';
import { Panel } from '../ui/page.tsx';
import { EmptyState, Loaded } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Quality, useExchangeWords } from './exchange-words.tsx';
import styles from './exchange.module.css';

export function BelowGreen() {
  const { t, say } = useExchangeWords();
  const catalogue = useEndpoint(listCatalogue, { query: {} }, { every: 30_000, keep: true });
  return (
    <Panel title={t('belowGreen.title')}>
      <Loaded query={catalogue}>
        {({ items }) => {
          const below = items.filter(({ band, weak }) => band === 'yellow' || band === 'red' || weak.length > 0);
          if (below.length === 0) return <EmptyState icon={IconCircleCheck} title={t('belowGreen.none')} />;
          return (
            <ul className={styles.list}>
              {below.map((entry) => (
                <li key={entry.register}>
                  <div className={styles.line}>
                    <To to={paths.quality(entry.register)}>{say(entry.names)}</To>
                    <Quality entry={entry} />
                  </div>
                  {entry.weak.map(({ field, names, score, band }) => (
                    <div key={field} className={styles.subline}>
                      <span>{field === '' ? t('belowGreen.together') : say(names)}</span>
                      <Quality entry={{ quality: score, band }} />
                    </div>
                  ))}
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
    </Panel>
  );
}
