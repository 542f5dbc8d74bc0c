/** What would follow from each decision: who would be which person, and which other pairs need not wait any more. */
import type { DuplicateDetail, Foreseen } from '../../../src/registers/contract.ts';
import { useWords } from '../../i18n.ts';
import { paths } from '../../paths.ts';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/page.tsx';
import { To } from '../../ui/to.tsx';
import { Code } from '../../ui/values.tsx';
import { RecordLink } from './who-words.tsx';
import styles from './who.module.css';

export function PairForeseen({ pair }: { readonly pair: DuplicateDetail }) {
  const { t } = useWords('web-who');
  if (pair.foreseen.length === 0) return null;
  return (
    <Panel title={t('then.title')}>
      {pair.foreseen.map((one) => (
        <One key={one.act} foreseen={one} />
      ))}
      <p className={styles.quiet}>{t('then.noRecord')}</p>
    </Panel>
  );
}

function One({ foreseen }: { readonly foreseen: Foreseen }) {
  useWords('registers');
  const { t } = useWords('web-who');
  const { act, people, closes, refused, undoFirst } = foreseen;
  return (
    <section className={styles.then}>
      <h3>{t(`then.${act}`)}</h3>
      {refused && <Notice tone="warn">{t(`registers:problems.${refused}.title`)}</Notice>}
      {undoFirst.length > 0 && (
        <p>
          {t('then.undoFirst')}{' '}
          {undoFirst.map((id) => (
            <To key={id} to={paths.duplicate(id)}>
              {t('then.aPair')}
            </To>
          ))}
        </p>
      )}
      {people.map(({ id, records }, i) => (
        <div key={id ?? i}>
          <p className={styles.quiet}>
            {people.length === 1 ? t('then.onePerson') : t('then.person', { number: i + 1 })}{' '}
            {id && <Code soft>{id.slice(0, 8)}</Code>}
          </p>
          <ul className={styles.records}>
            {records.map((record) => (
              <li key={record.record}>
                <RecordLink record={record} />
              </li>
            ))}
          </ul>
        </div>
      ))}
      {act === 'same' && closes.length === 0 && <p className={styles.quiet}>{t('then.closesNone')}</p>}
      {closes.length > 0 && (
        <>
          <p className={styles.quiet}>{t('then.closes')}</p>
          <ul className={styles.records}>
            {closes.map(({ duplicate, left, right }) => (
              <li key={duplicate}>
                <To to={paths.duplicate(duplicate)}>
                  {t('pair.names', { left: left ?? t('unnamed'), right: right ?? t('unnamed') })}
                </To>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
