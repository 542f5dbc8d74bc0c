/** What can be had, from whom, how good it is and how much it is used: a card for every register that answers. */
import { Button } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { listCatalogue, readToday, type CatalogueEntry } from '../../src/exchange/contract.ts';
import { useEndpoint } from '../api.ts';
import { paths, withView } from '../paths.ts';
import { StatCard } from '../ui/cards.tsx';
import { FactList } from '../ui/fact-list.tsx';
import { useView } from '../ui/hooks.ts';
import { Cards, Page, Panel, Row } from '../ui/page.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { EmptyState, Loaded } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Num } from '../ui/values.tsx';
import { LabelTags, Quality, Reads, useExchangeWords } from './exchange-words.tsx';
import styles from './exchange.module.css';

export function CataloguePage() {
  const { t } = useExchangeWords();
  const [view, show] = useView({ q: '' });
  const q = view.q.trim();
  const catalogue = useEndpoint(listCatalogue, { query: { ...(q && { q }) } }, { keep: true });
  return (
    <Page
      title={t('web:menu.sharing')}
      lead={t('lead')}
      actions={
        <Button
          component="a"
          variant="default"
          href={paths.apiReference()}
          leftSection={<IconExternalLink size={17} />}
        >
          {t('reference')}
        </Button>
      }
    >
      <Loaded query={catalogue} shape="card">
        {({ items, usedByOthers, published }) => (
          <>
            <Cards min={180}>
              <StatCard label={t('published')} value={<Num value={published} />} />
              <StatCard label={t('usedByOthers')} value={`${usedByOthers}/${published}`} note={t('within30Days')} />
              <Today />
            </Cards>
            <div role="search">
              <SearchField label={t('search')} value={view.q} onChange={(next) => show({ q: next })} width={420} />
            </div>
            {items.length === 0 && <EmptyState title={t('web:search.nothing')} />}
            <Cards min={420}>
              {items.map((entry) => (
                <EntryCard key={entry.register} entry={entry} />
              ))}
            </Cards>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Today() {
  const { t } = useExchangeWords();
  const today = useEndpoint(readToday, {}, { every: 5000 });
  return (
    <>
      <StatCard label={t('apiReadsToday')} value={<Num value={today.data?.apiReads} />} />
      <StatCard
        label={t('refusalsToday')}
        value={<Num value={today.data?.refusals} />}
        to={withView(paths.audit(), { allowed: 'false', from: today.data?.day })}
      />
    </>
  );
}

function EntryCard({ entry }: { readonly entry: CatalogueEntry }) {
  const { t, say } = useExchangeWords();
  return (
    <Panel title={<To to={paths.api(entry.register)}>{say(entry.names)}</To>} note={<Quality entry={entry} />}>
      <div className={styles.card}>
        <p className={styles.definition} dir="auto">
          {say(entry.definition)}
        </p>
        <Row>
          <LabelTags labels={entry.labels} />
        </Row>
        <FactList
          columns={2}
          facts={[
            [t('manager'), entry.manager ? say(entry.manager.names) : say(entry.owner)],
            [t('records'), entry.records === null ? t('recordsHidden') : <Num key="n" value={entry.records} />],
            [t('reads'), <Reads key="reads" entry={entry} />],
            [t('release'), entry.edition],
          ]}
        />
      </div>
    </Panel>
  );
}
