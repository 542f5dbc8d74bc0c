/** One subscription: where it sends, and each delivery with what the receiver answered. */
import { Button } from '@mantine/core';
import { useMemo } from 'react';
import {
  approveWebhook,
  changeWebhook,
  getWebhook,
  replayDelivery,
  type Delivery,
  type WebhookPage as Webhook,
} from '../../src/exchange/webhooks/webhook-contract.ts';
import { useCommand, useEndpoint } from '../api.ts';
import { paths } from '../paths.ts';
import { Confirm } from '../ui/confirm.tsx';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { FactList } from '../ui/fact-list.tsx';
import { useAddressPart } from '../ui/hooks.ts';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { Page, Panel, Row } from '../ui/page.tsx';
import { EmptyState, Loaded } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Code, Moment, Num } from '../ui/values.tsx';
import { useConnectorWords } from './connector-words.tsx';
import { DeliveryState, EventTag, useWebhookWords, WebhookState } from './webhook-words.tsx';

const refreshes = ['exchange'];

export function WebhookPage() {
  const { t, say } = useWebhookWords();
  const webhook = useAddressPart('webhook');
  const query = useEndpoint(getWebhook, { params: { webhook } }, { every: 10_000 });
  const { data } = query;
  return (
    <Page
      title={data ? say(data.names) : webhook}
      crumbs={[
        { label: t('web:menu.sharing'), to: paths.sharing() },
        { label: t('title'), to: paths.webhooks() },
      ]}
      mark={
        <>
          <Code>{webhook}</Code>
          {data && <WebhookState state={data.state} />}
        </>
      }
      actions={data && <Acts webhook={data} />}
    >
      <Loaded query={query} shape="page">
        {(answer) => (
          <>
            {answer.state === 'waiting' && <Awaits webhook={answer} />}
            {answer.state === 'disabled' && <Notice tone="bad">{t('disabledHint')}</Notice>}
            <Facts webhook={answer} />
            <Deliveries webhook={answer} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

interface PartProps {
  readonly webhook: Webhook;
}

function Acts({ webhook }: PartProps) {
  const { t } = useWebhookWords();
  const { code, may, state } = webhook;
  const change = useCommand(changeWebhook, { refreshes });
  const off = state === 'stopped' || state === 'disabled';
  return (
    <Row>
      {may.change.ok && (
        <Button component={To} to={paths.editWebhook(code)} variant="default">
          {t('edit')}
        </Button>
      )}
      <Button
        variant="default"
        disabled={!may.run.ok}
        title={may.run.reason ?? undefined}
        loading={change.isPending}
        onClick={() => change.mutate({ params: { webhook: code }, body: { stopped: !off } })}
      >
        {t(off ? 'start' : 'stop')}
      </Button>
      <ProblemNotice error={change.error} />
    </Row>
  );
}

function Awaits({ webhook }: PartProps) {
  const { t } = useWebhookWords();
  const { code, hosts, may, url } = webhook;
  const approve = useCommand(approveWebhook, { refreshes });
  return (
    <Notice
      tone="warn"
      title={t('states.waiting')}
      action={
        <Confirm
          title={t('approve')}
          words={
            <>
              <p>
                {t('columns.address')}: <Code>{url}</Code>
              </p>
              {hosts.map((host) => (
                <div key={host}>
                  <Code>{host}</Code>
                </div>
              ))}
              <ProblemNotice error={approve.error} />
            </>
          }
          act={t('approve')}
          onAct={() => approve.mutateAsync({ params: { webhook: code }, body: { hosts } })}
        >
          {(open) => (
            <Button onClick={open} disabled={!may.approve.ok} title={may.approve.reason ?? undefined}>
              {t('approve')}
            </Button>
          )}
        </Confirm>
      }
    >
      {t('awaits')} {may.approve.reason}
    </Notice>
  );
}

function Facts({ webhook }: PartProps) {
  const { t, say } = useWebhookWords();
  const { t: c } = useConnectorWords();
  const { body, failingSince, hosts, kinds, secrets, url } = webhook;
  return (
    <Panel title={c('settings')}>
      <FactList
        columns={2}
        facts={[
          [
            t('columns.body'),
            <To key="body" to={paths.body(body.code)}>
              {say(body.names)}
            </To>,
          ],
          [t('columns.address'), <Code key="url">{url}</Code>],
          [c('hosts'), <Code key="hosts">{hosts.join(', ')}</Code>],
          [
            t('columns.kinds'),
            <Row key="kinds">
              {kinds.map((kind) => (
                <EventTag key={kind} kind={kind} />
              ))}
            </Row>,
          ],
          ...secrets.map(
            ({ name, there }) => [c('secret', { name }), c(there ? 'secretThere' : 'secretMissing')] as const,
          ),
          ...(failingSince === null ? [] : [[t('states.failing'), <Moment key="f" value={failingSince} />] as const]),
        ]}
      />
    </Panel>
  );
}

function Deliveries({ webhook }: PartProps) {
  const { t } = useWebhookWords();
  const replay = useCommand(replayDelivery, { refreshes });
  const { code, deliveries, may } = webhook;
  const { mutate, isPending } = replay;
  const columns = useMemo<readonly Column<Delivery>[]>(
    () => [
      { id: 'event', head: t('columns.event'), width: 190, cell: ({ kind }) => <EventTag kind={kind} /> },
      { id: 'created', head: t('columns.created'), width: 170, cell: ({ createdAt }) => <Moment value={createdAt} /> },
      { id: 'state', head: t('columns.state'), width: 150, cell: ({ state }) => <DeliveryState state={state} /> },
      {
        id: 'attempts',
        head: t('columns.attempts'),
        width: 90,
        align: 'end',
        cell: ({ attempts }) => <Num value={attempts} />,
      },
      {
        id: 'answer',
        head: t('columns.answer'),
        width: 220,
        grow: true,
        wrap: true,
        cell: ({ lastStatus, trouble }) => [lastStatus, trouble].filter((one) => one !== null).join(' · ') || '–',
      },
      { id: 'next', head: t('columns.next'), width: 170, cell: ({ nextTry }) => <Moment value={nextTry} /> },
      {
        id: 'payload',
        head: t('payload'),
        width: 300,
        hidden: true,
        wrap: true,
        cell: ({ payload }) => <Code soft>{payload}</Code>,
      },
      {
        id: 'replay',
        head: t('replay'),
        width: 130,
        cell: ({ id }) => (
          <Button
            size="compact-sm"
            variant="default"
            disabled={!may.run.ok || isPending}
            title={may.run.reason ?? undefined}
            onClick={() => mutate({ params: { webhook: code, delivery: id }, body: {} })}
          >
            {t('replay')}
          </Button>
        ),
      },
    ],
    [t, code, may, mutate, isPending],
  );
  return (
    <Panel title={t('deliveries')} flush>
      <ProblemNotice error={replay.error} />
      {replay.data && (
        <Notice tone={replay.data.state === 'delivered' ? 'good' : 'warn'} live>
          {t('replayed', { state: t(`delivery.${replay.data.state}`) })}
        </Notice>
      )}
      <DataTable
        id="exchange.deliveries"
        label={t('deliveries')}
        columns={columns}
        rows={deliveries}
        rowKey={({ id }) => id}
        rowTone={({ state }) => (state === 'failed' ? 'bad' : undefined)}
        empty={<EmptyState title={t('noDeliveries')} />}
      />
    </Panel>
  );
}
