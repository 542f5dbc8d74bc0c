/** The four documents with version and state, and where each is being asked about. */
import { listDocuments } from '../../../src/strategy/contract.ts';
import { useEndpoint } from '../../api.ts';
import { paths } from '../../paths.ts';
import { Cards, Page, Panel } from '../../ui/page.tsx';
import { Loaded } from '../../ui/states.tsx';
import { To } from '../../ui/to.tsx';
import { DocumentState, StrategyTabs, useStrategyWords } from '../strategy-words.tsx';
import styles from '../strategy.module.css';

export function DocumentsPage() {
  const { t, say } = useStrategyWords();
  const documents = useEndpoint(listDocuments, {});
  return (
    <Page title={t('web:menu.strategy')} lead={t('document.lead')}>
      <StrategyTabs current={paths.documents()} />
      <Loaded query={documents} shape="card">
        {({ items }) => (
          <Cards min={420}>
            {items.map((document) => (
              <Panel key={document.code} title={<To to={paths.document(document.code)}>{say(document.titles)}</To>}>
                <div className={styles.card}>
                  <DocumentState state={document.state} />
                  <span className={styles.soft}>
                    {t('document.version', { version: document.version })} ·{' '}
                    {t('document.clauses', { count: document.clauses })}
                  </span>
                  {document.note && (
                    <span className={styles.soft} dir="auto">
                      {say(document.note)}
                    </span>
                  )}
                  {document.consultation && (
                    <To to={paths.consultation(document.consultation)}>{t('document.toConsultation')}</To>
                  )}
                </div>
              </Panel>
            ))}
          </Cards>
        )}
      </Loaded>
    </Page>
  );
}
