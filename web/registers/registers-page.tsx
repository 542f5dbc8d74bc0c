/** Every register that can be read: what it holds, who answers for it, how good it is and who uses it. */
import { Button } from '@mantine/core';
import { IconTargetArrow, IconUpload } from '@tabler/icons-react';
import { listCatalogue, type CatalogueEntry } from '../../src/exchange/contract.ts';
import { useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { isOfficer, useSession } from '../session.tsx';
import { useView } from '../ui/hooks.ts';
import { Cards, Page, Row } from '../ui/page.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { EmptyState, Loaded } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Num, Percent } from '../ui/values.tsx';
import { RegisterLabels } from './register-labels.tsx';
import styles from './registers.module.css';

export function RegistersPage() {
  const { t } = useWords('web-registers');
  const { me } = useSession();
  const [view, show] = useView({ q: '' });
  const query = useEndpoint(listCatalogue, { query: view.q ? { q: view.q } : {} }, { keep: true });
  const { usedByOthers, published } = query.data ?? {};
  return (
    <Page
      title={t('web:menu.registers')}
      lead={
        published === undefined
          ? t('catalogue.lead')
          : `${t('catalogue.lead')} ${t('catalogue.used', { used: usedByOthers, count: published })}`
      }
      actions={
        <>
          <Button
            component={To}
            plain
            to={paths.onceOnly()}
            variant="default"
            leftSection={<IconTargetArrow size={17} />}
          >
            {t('web:menu.once')}
          </Button>
          {isOfficer(me) && (
            <Button component={To} plain to={paths.loadMine()} leftSection={<IconUpload size={17} />}>
              {t('load.mine')}
            </Button>
          )}
        </>
      }
    >
      <Row>
        <SearchField label={t('catalogue.search')} value={view.q} onChange={(q) => show({ q })} />
      </Row>
      <Loaded query={query} shape="table">
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('catalogue.nothing')}>{t('catalogue.nothingWords')}</EmptyState>
          ) : (
            <Cards min={420}>
              {items.map((entry) => (
                <RegisterCard key={entry.register} entry={entry} />
              ))}
            </Cards>
          )
        }
      </Loaded>
    </Page>
  );
}

function RegisterCard({ entry }: { readonly entry: CatalogueEntry }) {
  const { t, say } = useWords('web-registers');
  const { register } = entry;
  return (
    <article className={styles.card} data-panel>
      <h2 className={styles.name}>
        <To to={paths.register(register)} plain className={styles.cover}>
          {say(entry.names)}
        </To>
      </h2>
      <p className={styles.definition}>{say(entry.definition)}</p>
      <div className={styles.labels}>
        <RegisterLabels labels={entry.labels} />
      </div>
      <dl className={styles.figures}>
        <div>
          <dt>{t('catalogue.records')}</dt>
          <dd>
            {entry.records === null ? (
              <span className={styles.small}>{t('catalogue.notYours')}</span>
            ) : (
              <Num value={entry.records} />
            )}
          </dd>
        </div>
        <div>
          <dt>{t('catalogue.quality')}</dt>
          <dd>
            {entry.quality === null ? (
              <span className={styles.small}>{t('web:verdict.not-assessed')}</span>
            ) : (
              <To to={paths.quality(register)} plain className={styles.above}>
                <Percent value={entry.quality} />
              </To>
            )}
          </dd>
        </div>
        <div>
          <dt>{t('catalogue.reads')}</dt>
          <dd>
            <Num value={entry.readsByOthers} />{' '}
            {entry.readers > 0 && (
              <span className={styles.small}>{t('catalogue.readers', { count: entry.readers })}</span>
            )}
          </dd>
        </div>
      </dl>
      <p className={styles.manager}>
        {t('catalogue.manager')}:{' '}
        {entry.manager ? (
          <To to={paths.body(entry.manager.code)} className={styles.above}>
            {say(entry.manager.names)}
          </To>
        ) : (
          '–'
        )}
      </p>
    </article>
  );
}
