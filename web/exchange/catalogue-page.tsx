/** What can be had, from whom, how good it is and how much it is used: a card for every register that answers. */
import { Button, Select } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import {
  catalogueJsonLd,
  catalogueTurtle,
  listCatalogue,
  readToday,
  type CatalogueEntry,
} from '../../src/exchange/contract.ts';
import type { Answer as AnswerOf } from '../../src/platform/http/endpoint.ts';
import { fileAddress, useEndpoint, usePages } from '../api.ts';
import { paths, withView } from '../paths.ts';
import { StatCard } from '../ui/cards.tsx';
import { FactList } from '../ui/fact-list.tsx';
import { Notice } from '../ui/notice.tsx';
import { useView } from '../ui/hooks.ts';
import { Cards, Page, Panel, Row } from '../ui/page.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { EmptyState, ErrorState, Loading } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Moment, Num } from '../ui/values.tsx';
import { LabelTags, Quality, Reads, useExchangeWords } from './exchange-words.tsx';
import { SharingTabs } from './sharing-tabs.tsx';
import styles from './exchange.module.css';

export function CataloguePage() {
  const { t } = useExchangeWords();
  const [view, show] = useView({ q: '', sharing: '', personal: '', band: '', manager: '' });
  const { q, ...filters } = view;
  const chosen = Object.fromEntries(Object.entries({ ...filters, q: q.trim() }).filter(([, value]) => value !== ''));
  const catalogue = usePages(listCatalogue, { query: chosen });
  return (
    <Page title={t('web:menu.sharing')} lead={t('lead')} actions={<Outward />}>
      <SharingTabs current={paths.sharing()} />
      {catalogue.error ? <ErrorState error={catalogue.error} onRetry={catalogue.again} /> : null}
      {catalogue.loading && <Loading shape="card" />}
      {catalogue.first && (
        <>
          <Cards min={180}>
            <StatCard label={t('published')} value={<Num value={catalogue.first.published} />} />
            <StatCard
              label={t('usedByOthers')}
              value={`${catalogue.first.usedByOthers}/${catalogue.first.published}`}
              note={t('within30Days')}
            />
            <Today />
          </Cards>
          <Broken broken={catalogue.first.broken} />
          <Filters view={view} show={show} managers={catalogue.first.managers} />
          {catalogue.items.length === 0 && <EmptyState title={t('web:search.nothing')} />}
          <Cards min={420}>
            {catalogue.items.map((entry) => (
              <EntryCard key={entry.register} entry={entry} />
            ))}
          </Cards>
          {catalogue.hasMore && (
            <Button variant="default" loading={catalogue.loadingMore} onClick={catalogue.more}>
              {t('more')}
            </Button>
          )}
        </>
      )}
    </Page>
  );
}

/** For programs and portals: the reference of the API, and the catalogue in DCAT-AP. */
function Outward() {
  const { t } = useExchangeWords();
  const link = (href: string, words: string) => (
    <Button component="a" variant="default" href={href} leftSection={<IconExternalLink size={17} />}>
      {words}
    </Button>
  );
  return (
    <Row>
      {link(fileAddress(catalogueTurtle, {}), t('dcatTurtle'))}
      {link(fileAddress(catalogueJsonLd, {}), t('dcatJsonLd'))}
      {link(paths.apiReference(), t('reference'))}
    </Row>
  );
}

type Answer = AnswerOf<typeof listCatalogue>;
type View = Readonly<Record<'q' | 'sharing' | 'personal' | 'band' | 'manager', string>>;

interface FiltersProps {
  readonly view: View;
  readonly show: (next: Partial<View>) => void;
  readonly managers: Answer['managers'];
}

const choices = {
  sharing: ['open', 'shared', 'restricted'],
  personal: ['none', 'basic', 'sensitive'],
  band: ['green', 'yellow', 'red', 'not-assessed'],
} as const;

function Filters({ view, show, managers }: FiltersProps) {
  const { t, say } = useExchangeWords();
  const wordOf = (name: keyof typeof choices, value: string) =>
    name === 'band' ? t(`band.${value}`) : t(`web:label.${name}.${value}`);
  const select = (name: keyof typeof choices | 'manager', label: string, data: { value: string; label: string }[]) => (
    <Select
      key={name}
      aria-label={label}
      placeholder={label}
      w={180}
      clearable
      clearButtonProps={{ 'aria-label': t('web:action.clear') }}
      value={view[name] || null}
      onChange={(next) => show({ [name]: next ?? '' })}
      data={data}
    />
  );
  return (
    <div role="search" className={styles.form}>
      <SearchField label={t('search')} value={view.q} onChange={(next) => show({ q: next })} width={260} />
      {(['sharing', 'personal', 'band'] as const).map((name) =>
        select(
          name,
          name === 'band' ? t('quality') : t(`web:label.${name}.head`),
          choices[name].map((value) => ({ value, label: wordOf(name, value) })),
        ),
      )}
      {select(
        'manager',
        t('manager'),
        managers.map(({ code, names }) => ({ value: code, label: say(names) })),
      )}
    </div>
  );
}

/** Told to those who manage them: what is published, does not answer, and therefore is not listed. */
function Broken({ broken }: { readonly broken: Answer['broken'] }) {
  const { t, say } = useExchangeWords();
  if (broken.length === 0) return null;
  return (
    <Notice tone="bad" title={t('broken.title')}>
      <ul className={styles.list}>
        {broken.map(({ register, names, addresses, checkedAt }) => (
          <li key={register}>
            {say(names)}: {addresses.map(({ path }) => path).join(', ')} (<Moment value={checkedAt} />)
          </li>
        ))}
      </ul>
      <div>{t('broken.remedy')}</div>
    </Notice>
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
