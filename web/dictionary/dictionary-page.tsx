/** Elements of the release in force: search with or without tone marks, filter by domain and label. */
import { Select } from '@mantine/core';
import { useMemo } from 'react';
import { listElements, type ElementSummary } from '../../src/dictionary/contract.ts';
import { usePages } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { useView } from '../ui/hooks.ts';
import { Page } from '../ui/page.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { EmptyState } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Code, Num } from '../ui/values.tsx';
import { Tag } from '../ui/verdict.tsx';
import { BookMenu } from './book-menu.tsx';
import { DictionaryExports } from './dictionary-exports.tsx';
import { DataTypeWord, DictionaryTabs, PersonalTag, RegisterLink, SharingTag } from './words.tsx';
import styles from './dictionary.module.css';

const blank = { q: '', domain: '', sharing: '', personal: '' };

export function DictionaryPage() {
  const { t } = useWords();
  const [view, show] = useView(blank);
  const query = Object.fromEntries(Object.entries(view).filter(([, value]) => value !== ''));
  const elements = usePages(listElements, { query: { ...query, limit: 100 } });
  const columns = useElementColumns();
  const domains = elements.first?.domains ?? [];
  return (
    <Page
      title={t('web:menu.dictionary')}
      lead={t('web:dictionary.lead')}
      actions={
        <>
          <DictionaryExports />
          <BookMenu />
        </>
      }
      mark={elements.first && <Tag>{t('web:dictionary.release', { number: elements.first.release })}</Tag>}
    >
      <DictionaryTabs current={paths.dictionary()} />
      <div className={styles.withFacets}>
        <Facets domains={domains} domain={view.domain} onDomain={(domain) => show({ domain })} />
        <DataTable
          id="dictionary.elements"
          label={t('web:menu.elements')}
          columns={columns}
          rows={elements.items}
          rowKey={(element) => element.code}
          loading={elements.loading}
          error={elements.error}
          onRetry={elements.again}
          hasMore={elements.hasMore}
          loadingMore={elements.loadingMore}
          onMore={elements.more}
          total={view.q === '' ? elements.first?.total : undefined}
          tools={
            <>
              <SearchField label={t('web:dictionary.search')} value={view.q} onChange={(q) => show({ q })} />
              <LabelFilter
                kind="sharing"
                values={['shared', 'restricted', 'open']}
                value={view.sharing}
                onChange={(sharing) => show({ sharing })}
              />
              <LabelFilter
                kind="personal"
                values={['none', 'basic', 'sensitive']}
                value={view.personal}
                onChange={(personal) => show({ personal })}
              />
            </>
          }
          empty={<EmptyState title={t('web:search.nothing')}>{t('web:dictionary.nothing')}</EmptyState>}
        />
      </div>
    </Page>
  );
}

function useElementColumns(): readonly Column<ElementSummary>[] {
  const { t, say } = useWords();
  return useMemo(
    () => [
      {
        id: 'code',
        head: t('web:element.code'),
        width: 128,
        sortBy: ({ code }) => code,
        cell: ({ code }) => <Code>{code}</Code>,
      },
      {
        id: 'name',
        head: t('web:element.name'),
        width: 240,
        grow: true,
        sortBy: ({ names }) => say(names),
        cell: ({ code, names }) => <To to={paths.element(code)}>{say(names)}</To>,
      },
      {
        id: 'definition',
        head: t('web:element.definition'),
        width: 320,
        hidden: true,
        cell: ({ definition }) => <span title={say(definition)}>{say(definition)}</span>,
      },
      {
        id: 'type',
        head: t('web:element.type'),
        width: 170,
        sortBy: ({ dataType }) => dataType,
        cell: ({ dataType, codeList }) => <DataTypeWord dataType={dataType} codeList={codeList} />,
      },
      {
        id: 'source',
        head: t('web:element.authority'),
        width: 170,
        sortBy: ({ authority }) => authority,
        cell: ({ authority }) =>
          authority ? <RegisterLink register={authority} /> : <Tag tone="warn">{t('web:element.noSource')}</Tag>,
      },
      {
        id: 'sharing',
        head: t('web:label.sharing.head'),
        width: 130,
        hidden: true,
        sortBy: ({ labels }) => labels.sharing,
        cell: (element) => <SharingTag labels={element.labels} />,
      },
      {
        id: 'personal',
        head: t('web:label.personal.head'),
        width: 150,
        sortBy: ({ labels }) => labels.personal,
        cell: (element) => <PersonalTag labels={element.labels} />,
      },
      {
        id: 'physical',
        head: t('web:element.physicalName'),
        width: 170,
        hidden: true,
        cell: ({ physicalName }) => <Code soft>{physicalName}</Code>,
      },
    ],
    [t, say],
  );
}

interface FacetsProps {
  readonly domains: readonly { readonly domain: string; readonly elements: number }[];
  readonly domain: string;
  readonly onDomain: (domain: string) => void;
}

function Facets({ domains, domain, onDomain }: FacetsProps) {
  const { t } = useWords('dictionary');
  const all = domains.reduce((sum, { elements }) => sum + elements, 0);
  const entries = [{ domain: '', elements: all }, ...domains];
  return (
    <nav className={styles.facets} aria-label={t('web:dictionary.domains')} data-no-print>
      <h2 className={styles.facetHead}>{t('web:dictionary.domains')}</h2>
      <ul>
        {entries.map((entry) => (
          <li key={entry.domain}>
            <button type="button" aria-pressed={entry.domain === domain} onClick={() => onDomain(entry.domain)}>
              <span dir="auto">
                {entry.domain === ''
                  ? t('web:dictionary.allDomains')
                  : t([`dictionary:domains.${entry.domain}`, `web:domain.${entry.domain}`], {
                      defaultValue: entry.domain,
                    })}
              </span>
              <Num value={entry.elements} />
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

interface LabelFilterProps {
  readonly kind: 'sharing' | 'personal';
  readonly values: readonly string[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function LabelFilter({ kind, values, value, onChange }: LabelFilterProps) {
  const { t } = useWords();
  return (
    <Select
      aria-label={t(`web:label.${kind}.head`)}
      placeholder={t(`web:label.${kind}.head`)}
      w={180}
      clearable
      clearButtonProps={{ 'aria-label': t('web:action.clear') }}
      value={value || null}
      onChange={(next) => onChange(next ?? '')}
      data={values.map((one) => ({ value: one, label: t(`web:label.${kind}.${one}`) }))}
    />
  );
}
