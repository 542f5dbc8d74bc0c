/** Which systems bring their rows in by themselves, how it went, and when it goes on. */
import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { listConnectors, type ConnectorLine } from '../../src/exchange/connectors/connector-contract.ts';
import { useEndpoint } from '../api.ts';
import { paths } from '../paths.ts';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { Page } from '../ui/page.tsx';
import { EmptyState } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Moment, Soft } from '../ui/values.tsx';
import { ConnectorState, Outcome, useConnectorWords } from './connector-words.tsx';
import { SharingTabs } from './sharing-tabs.tsx';

export function ConnectorsPage() {
  const { t } = useConnectorWords();
  const connectors = useEndpoint(listConnectors, {}, { every: 15_000 });
  const columns = useColumns();
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        connectors.data?.may.write.ok && (
          <Button component={To} to={paths.newConnector()}>
            {t('new')}
          </Button>
        )
      }
    >
      <SharingTabs current={paths.connectors()} />
      <DataTable
        id="exchange.connectors"
        label={t('title')}
        columns={columns}
        rows={connectors.data?.items ?? []}
        rowKey={({ code }) => code}
        rowTone={({ state }) => (state === 'failing' ? 'bad' : state === 'waiting' ? 'warn' : undefined)}
        loading={connectors.isPending}
        error={connectors.error}
        onRetry={() => void connectors.refetch()}
        empty={<EmptyState title={t('none')}>{t('noneHint')}</EmptyState>}
      />
    </Page>
  );
}

function useColumns(): readonly Column<ConnectorLine>[] {
  const { t, say } = useConnectorWords();
  return useMemo(
    () => [
      {
        id: 'name',
        head: t('columns.name'),
        width: 210,
        grow: true,
        wrap: true,
        sortBy: ({ names }) => say(names),
        cell: ({ code, names }) => <To to={paths.connector(code)}>{say(names)}</To>,
      },
      { id: 'kind', head: t('columns.kind'), width: 140, cell: ({ kind }) => t(`kinds.${kind}`) },
      { id: 'register', head: t('columns.register'), width: 130, cell: ({ register }) => register },
      { id: 'body', head: t('columns.body'), width: 170, wrap: true, cell: ({ body }) => say(body.names) },
      {
        id: 'state',
        head: t('columns.state'),
        width: 140,
        sortBy: ({ state }) => state,
        cell: ({ state }) => <ConnectorState state={state} />,
      },
      {
        id: 'last',
        head: t('columns.last'),
        width: 180,
        wrap: true,
        sortBy: ({ lastRun }) => lastRun?.endedAt,
        cell: ({ lastRun }) =>
          lastRun ? (
            <>
              <Outcome run={lastRun} /> <Moment value={lastRun.endedAt} />
            </>
          ) : (
            <Soft>{t('never')}</Soft>
          ),
      },
      {
        id: 'next',
        head: t('columns.next'),
        width: 170,
        sortBy: ({ nextRun }) => nextRun,
        cell: ({ nextRun }) => (nextRun ? <Moment value={nextRun} /> : <Soft>{t('byHand')}</Soft>),
      },
    ],
    [t, say],
  );
}
