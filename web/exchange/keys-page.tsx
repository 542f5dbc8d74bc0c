/** Keys with which programs ask for access tokens: registered, listed with their last use, revoked. */
import { Button } from '@mantine/core';
import { listClientKeys, revokeClientKey, type Key } from '../../src/exchange/vouchers/contract.ts';
import { useCommand, useEndpoint } from '../api.ts';
import { paths } from '../paths.ts';
import { Confirm } from '../ui/confirm.tsx';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { Page, Panel, Row } from '../ui/page.tsx';
import { EmptyState, Loaded } from '../ui/states.tsx';
import { Code, Day, Moment, UserText } from '../ui/values.tsx';
import { State, Tag, type Tone } from '../ui/verdict.tsx';
import { useExchangeWords } from './exchange-words.tsx';
import { RegisterKey } from './register-key.tsx';
import { SharingTabs } from './sharing-tabs.tsx';

const tones: Readonly<Record<Key['state'], Tone>> = { works: 'good', expired: 'quiet', revoked: 'quiet' };

export function KeysPage() {
  const { t } = useExchangeWords();
  const keys = useEndpoint(listClientKeys, {});
  return (
    <Page
      title={t('keys.title')}
      lead={t('keys.lead')}
      crumbs={[{ label: t('web:menu.sharing'), to: paths.sharing() }]}
    >
      <SharingTabs current={paths.clientKeys()} />
      <Loaded query={keys} shape="table">
        {({ items, mayRegister }) => (
          <>
            {mayRegister && (
              <Panel title={t('keys.register')}>
                <RegisterKey />
              </Panel>
            )}
            <Panel title={t('keys.all')} flush>
              <KeyTable items={items} mayRevoke={mayRegister} />
            </Panel>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function KeyTable({ items, mayRevoke }: { readonly items: readonly Key[]; readonly mayRevoke: boolean }) {
  const { t, say } = useExchangeWords();
  const revoke = useCommand(revokeClientKey, { refreshes: ['exchange'] });
  const columns: Column<Key>[] = [
    { id: 'label', head: t('keys.label'), cell: (key) => <UserText>{key.label}</UserText>, grow: true, width: 150 },
    { id: 'body', head: t('keys.body'), cell: (key) => say(key.body.names), width: 130 },
    { id: 'state', head: t('keys.state'), width: 130, cell: (key) => <KeyState item={key} /> },
    { id: 'for', head: t('keys.for'), width: 150, wrap: true, cell: (key) => <For item={key} /> },
    { id: 'used', head: t('keys.used'), width: 130, cell: (key) => <Moment value={key.usedAt} /> },
    { id: 'until', head: t('keys.until'), width: 120, cell: (key) => <Day value={key.validUntil} /> },
    { id: 'client', head: t('keys.client'), width: 120, cell: (key) => <Short>{key.client}</Short> },
    {
      id: 'whole',
      head: t('keys.wholeClient'),
      width: 380,
      hidden: true,
      cell: (key) => <Code soft>{key.client}</Code>,
    },
    {
      id: 'act',
      head: t('keys.act'),
      width: 120,
      cell: (key) =>
        mayRevoke && key.state === 'works' ? (
          <Confirm
            title={t('keys.revoke')}
            words={t('keys.revokeWords', { label: key.label })}
            act={t('keys.revoke')}
            danger
            onAct={() => revoke.mutateAsync({ params: { client: key.client } })}
          >
            {(open) => (
              <Button
                size="compact-sm"
                variant="default"
                onClick={open}
                aria-label={`${t('keys.revoke')}: ${key.label}`}
              >
                {t('keys.revoke')}
              </Button>
            )}
          </Confirm>
        ) : null,
    },
  ];
  return (
    <>
      <ProblemNotice error={revoke.error} />
      <DataTable
        id="exchange.keys"
        label={t('keys.all')}
        columns={columns}
        rows={items}
        rowKey={(key) => key.client}
        empty={<EmptyState title={t('keys.none')} />}
      />
    </>
  );
}

/** Enough to tell it by; the whole name is a column that can be shown. */
const Short = ({ children }: { readonly children: string }) => <Code soft>{`${children.slice(0, 8)}…`}</Code>;

function KeyState({ item }: { readonly item: Key }) {
  const { t } = useExchangeWords();
  return (
    <Row>
      <State tone={tones[item.state]}>{t(`keys.states.${item.state}`)}</State>
      {item.sandbox && <Tag tone="info">{t('keys.sandbox')}</Tag>}
    </Row>
  );
}

function For({ item }: { readonly item: Key }) {
  const { t } = useExchangeWords();
  const way = t(`keys.shows.${item.shows}`);
  return (
    <span>
      {way}
      {item.agreements && (
        <>
          {' · '}
          <Code soft>{item.agreements.join(' ')}</Code>
        </>
      )}
    </span>
  );
}
