/** Which programs are told of what, and whether it arrives. */
import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { listWebhooks, type WebhookLine } from '../../src/exchange/webhooks/webhook-contract.ts';
import { useEndpoint } from '../api.ts';
import { paths } from '../paths.ts';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { Page, Row } from '../ui/page.tsx';
import { EmptyState } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Code, Num, Soft } from '../ui/values.tsx';
import { SharingTabs } from './sharing-tabs.tsx';
import { EventTag, useWebhookWords, WebhookState } from './webhook-words.tsx';

export function WebhooksPage() {
  const { t } = useWebhookWords();
  const webhooks = useEndpoint(listWebhooks, {}, { every: 15_000 });
  const columns = useColumns();
  const key = webhooks.data?.publicKey;
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        webhooks.data?.may.write.ok && (
          <Button component={To} to={paths.newWebhook()}>
            {t('new')}
          </Button>
        )
      }
    >
      <SharingTabs current={paths.webhooks()} />
      <DataTable
        id="exchange.webhooks"
        label={t('title')}
        columns={columns}
        rows={webhooks.data?.items ?? []}
        rowKey={({ code }) => code}
        rowTone={({ state }) => (state === 'disabled' ? 'bad' : state === 'waiting' ? 'warn' : undefined)}
        loading={webhooks.isPending}
        error={webhooks.error}
        onRetry={() => void webhooks.refetch()}
        empty={<EmptyState title={t('none')}>{t('noneHint')}</EmptyState>}
      />
      {key !== undefined && key !== null && (
        <p>
          <Soft>{t('publicKey', { key: '' })}</Soft> <Code>{key}</Code>
        </p>
      )}
    </Page>
  );
}

function useColumns(): readonly Column<WebhookLine>[] {
  const { t, say } = useWebhookWords();
  return useMemo(
    () => [
      {
        id: 'name',
        head: t('columns.name'),
        width: 230,
        grow: true,
        wrap: true,
        sortBy: ({ names }) => say(names),
        cell: ({ code, names }) => <To to={paths.webhook(code)}>{say(names)}</To>,
      },
      { id: 'body', head: t('columns.body'), width: 170, wrap: true, cell: ({ body }) => say(body.names) },
      { id: 'address', head: t('columns.address'), width: 240, wrap: true, cell: ({ url }) => <Code soft>{url}</Code> },
      {
        id: 'kinds',
        head: t('columns.kinds'),
        width: 220,
        wrap: true,
        cell: ({ kinds }) => (
          <Row>
            {kinds.map((kind) => (
              <EventTag key={kind} kind={kind} />
            ))}
          </Row>
        ),
      },
      {
        id: 'state',
        head: t('columns.state'),
        width: 150,
        sortBy: ({ state }) => state,
        cell: ({ state }) => <WebhookState state={state} />,
      },
      {
        id: 'counts',
        head: t('columns.counts'),
        width: 190,
        align: 'end',
        cell: ({ delivered, waiting, failed }) => (
          <>
            <Num value={delivered} /> / <Num value={waiting} /> / <Num value={failed} />
          </>
        ),
      },
    ],
    [t, say],
  );
}
