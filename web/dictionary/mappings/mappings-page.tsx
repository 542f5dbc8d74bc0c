/** Mappings of local systems: how far each has come, what the next level needs, and the debt ranked by what it touches. */
import { useMemo } from 'react';
import { listMappings, mappingDebt, type DebtRow, type MappingSummary } from '../../../src/dictionary/contract.ts';
import { usePages } from '../../api.ts';
import { useWords } from '../../i18n.ts';
import { paths } from '../../paths.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { useView } from '../../ui/hooks.ts';
import { Page } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { To } from '../../ui/to.tsx';
import { Code, Num } from '../../ui/values.tsx';
import { State } from '../../ui/verdict.tsx';
import { DictionaryTabs } from '../words.tsx';
import { NewMappingButton } from './new-mapping.tsx';
import { LevelWord, OwnerLink, Share, SystemLink } from './mapping-words.tsx';

export function MappingsPage() {
  const { t } = useWords('web-mapping');
  const [view] = useView({ tab: '' });
  const isDebt = view.tab === 'debt';
  return (
    <Page title={t('title')} lead={t('lead')} actions={<NewMappingButton />}>
      <DictionaryTabs current={paths.mappings()} />
      <Tabs
        label={t('title')}
        current={isDebt ? paths.mappingDebt() : paths.mappings()}
        tabs={[
          { label: t('mappings'), to: paths.mappings() },
          { label: t('debtTitle'), to: paths.mappingDebt() },
        ]}
      />
      {isDebt ? <Debt /> : <List />}
    </Page>
  );
}

function List() {
  const { t } = useWords('web-mapping');
  const pages = usePages(listMappings, { query: {} });
  const columns = useListColumns();
  return (
    <DataTable
      id="dictionary.mappings"
      label={t('title')}
      columns={columns}
      rows={pages.items}
      rowKey={({ code }) => code}
      rowTone={({ errors, toCheck }) => (errors > 0 ? 'bad' : toCheck > 0 ? 'warn' : undefined)}
      loading={pages.loading}
      error={pages.error}
      onRetry={pages.again}
      hasMore={pages.hasMore}
      loadingMore={pages.loadingMore}
      onMore={pages.more}
      empty={<EmptyState title={t('none')} />}
      plain
    />
  );
}

function useListColumns(): readonly Column<MappingSummary>[] {
  const { t, say } = useWords('web-mapping');
  return useMemo(
    () => [
      {
        id: 'mapping',
        head: t('mapping'),
        width: 200,
        grow: true,
        wrap: true,
        sortBy: ({ names }) => say(names),
        cell: ({ code, names }) => <To to={paths.mapping(code)}>{say(names)}</To>,
      },
      {
        id: 'system',
        head: t('system'),
        width: 130,
        wrap: true,
        sortBy: ({ system }) => system,
        cell: ({ system }) => <SystemLink system={system} />,
      },
      {
        id: 'body',
        head: t('body'),
        width: 120,
        wrap: true,
        sortBy: ({ body }) => body,
        cell: ({ body }) => <OwnerLink body={body} />,
      },
      {
        id: 'coverage',
        head: t('coverage'),
        width: 150,
        wrap: true,
        sortBy: ({ coverage: { required } }) => required.mapped / Math.max(1, required.of),
        cell: ({ coverage }) => (
          <>
            {t('requiredMapped')} <Share {...coverage.required} />
            <br />
            {t('optionalMapped')} <Share {...coverage.optional} />
          </>
        ),
      },
      {
        id: 'open',
        head: t('open'),
        width: 96,
        align: 'end',
        sortBy: ({ coverage }) => coverage.source.open,
        cell: ({ coverage }) => <Num value={coverage.source.open} />,
      },
      {
        id: 'level',
        head: t('level'),
        width: 140,
        wrap: true,
        sortBy: ({ level }) => level,
        cell: (one) => <LevelWord level={one.level} />,
      },
      {
        id: 'missing',
        head: t('nextNeeds'),
        width: 170,
        wrap: true,
        cell: ({ missing }) =>
          missing.length === 0 ? t('nothingMissing') : missing.map(({ words }) => words).join(' '),
      },
      {
        id: 'state',
        head: t('toCheck'),
        width: 130,
        wrap: true,
        sortBy: ({ toCheck }) => toCheck,
        cell: ({ toCheck, errors }) =>
          errors > 0 ? (
            <State tone="bad">{t('errors', { count: errors })}</State>
          ) : toCheck > 0 ? (
            <State tone="warn">
              {t('toCheck')} (<Num value={toCheck} />)
            </State>
          ) : (
            <State tone="good">{t('upToDate')}</State>
          ),
      },
    ],
    [t, say],
  );
}

function Debt() {
  const { t } = useWords('web-mapping');
  const pages = usePages(mappingDebt, { query: {} });
  const columns = useDebtColumns();
  return (
    <DataTable
      id="dictionary.mappingDebt"
      label={`${t('debtTitle')}, ${t('debtNote')}`}
      columns={columns}
      rows={pages.items}
      rowKey={({ mapping, kind, subject }) => `${mapping} ${kind} ${subject}`}
      loading={pages.loading}
      error={pages.error}
      onRetry={pages.again}
      hasMore={pages.hasMore}
      loadingMore={pages.loadingMore}
      onMore={pages.more}
      total={pages.first?.total}
      empty={<EmptyState title={t('noDebt')} />}
      plain
    />
  );
}

function useDebtColumns(): readonly Column<DebtRow>[] {
  const { t, say } = useWords('web-mapping');
  return useMemo(
    () => [
      {
        id: 'touches',
        head: t('touches'),
        width: 110,
        align: 'end',
        cell: ({ touches }) => (touches === null ? t('notKnown') : <Num value={touches} />),
      },
      {
        id: 'what',
        head: t('debtWhat'),
        width: 380,
        grow: true,
        wrap: true,
        cell: ({ words }) => <span dir="auto">{words}</span>,
      },
      { id: 'subject', head: t('target'), width: 190, hidden: true, cell: ({ subject }) => <Code>{subject}</Code> },
      {
        id: 'mapping',
        head: t('mapping'),
        width: 280,
        wrap: true,
        cell: ({ mapping, names }) => <To to={paths.mapping(mapping)}>{say(names)}</To>,
      },
      { id: 'system', head: t('system'), width: 180, cell: ({ system }) => <SystemLink system={system} /> },
      { id: 'body', head: t('body'), width: 170, cell: ({ body }) => <OwnerLink body={body} /> },
    ],
    [t, say],
  );
}
