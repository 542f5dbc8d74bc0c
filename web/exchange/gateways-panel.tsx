/** Which consumers of an agreement may come by a gateway that makes no proofs; the provider decides it here. */
import { Button } from '@mantine/core';
import { allowGateway, forbidGateway, listGateways } from '../../src/exchange/vouchers/contract.ts';
import { useCommand, useEndpoint } from '../api.ts';
import { ProblemNotice } from '../ui/notice.tsx';
import { Panel, Row, Stack } from '../ui/page.tsx';
import { Soft } from '../ui/values.tsx';
import { State } from '../ui/verdict.tsx';
import { useExchangeWords } from './exchange-words.tsx';

interface Consumer {
  readonly code: string;
  readonly names: Readonly<Record<string, string>>;
}

interface GatewaysPanelProps {
  readonly agreement: string;
  /** Bodies with a grant, as far as the reader sees them. */
  readonly consumers: readonly Consumer[];
}

const MOST_SHOWN = 12;

export function GatewaysPanel({ agreement, consumers }: GatewaysPanelProps) {
  const { t, say } = useExchangeWords();
  const gateways = useEndpoint(listGateways, { params: { agreement } });
  const allow = useCommand(allowGateway, { refreshes: ['exchange'] });
  const forbid = useCommand(forbidGateway, { refreshes: ['exchange'] });
  const { data } = gateways;
  if (!data || (consumers.length === 0 && data.consumers.length === 0)) return null;
  const open = new Set(data.consumers.map(({ code }) => code));
  // A class agreement has thousands: those that come by a gateway first, the rest by the API.
  const shown = consumers.toSorted((a, b) => Number(open.has(b.code)) - Number(open.has(a.code))).slice(0, MOST_SHOWN);
  return (
    <Panel title={t('gateway.title')}>
      <Stack>
        <Soft>{t('gateway.words')}</Soft>
        <ProblemNotice error={allow.error ?? forbid.error} />
        {shown.map(({ code, names }) => (
          <Row key={code}>
            <span>{say(names)}</span>
            <State tone={open.has(code) ? 'warn' : 'good'}>
              {t(open.has(code) ? 'gateway.open' : 'gateway.closed')}
            </State>
            {data.mayDecide && (
              <Button
                size="compact-sm"
                variant="default"
                loading={allow.isPending || forbid.isPending}
                onClick={() => (open.has(code) ? forbid : allow).mutate({ params: { agreement, consumer: code } })}
                aria-label={`${t(open.has(code) ? 'gateway.forbid' : 'gateway.allow')}: ${say(names)}`}
              >
                {t(open.has(code) ? 'gateway.forbid' : 'gateway.allow')}
              </Button>
            )}
          </Row>
        ))}
      </Stack>
    </Panel>
  );
}
