/** Which grants of an agreement are open to an analysis tool: the provider opens and closes them here, one by one. */
import { Button } from '@mantine/core';
import {
  closeBi,
  listBi,
  openBi,
  type BiAccess,
  type BiPage,
  type OpenedBi,
} from '../../src/exchange/bi/bi-contract.ts';
import { useCommand, useEndpoint } from '../api.ts';
import { FactList } from '../ui/fact-list.tsx';
import { formatDay } from '../ui/format.ts';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { Panel, Row, Stack } from '../ui/page.tsx';
import { Code, Moment, Soft } from '../ui/values.tsx';
import { State } from '../ui/verdict.tsx';
import { useExchangeWords } from './exchange-words.tsx';

interface Consumer {
  readonly code: string;
  readonly names: Readonly<Record<string, string>>;
}

interface BiPanelProps {
  readonly agreement: string;
  /** Bodies with a grant that holds, as far as the reader sees them. */
  readonly consumers: readonly Consumer[];
}

const MOST_SHOWN = 12;

export function BiPanel({ agreement, consumers }: BiPanelProps) {
  const { t } = useExchangeWords();
  const { data } = useEndpoint(listBi, { params: { agreement } });
  const open = useCommand(openBi, { refreshes: ['exchange'] });
  const close = useCommand(closeBi, { refreshes: ['exchange'] });
  if (!data || (data.items.length === 0 && !(data.mayDecide && consumers.length > 0))) return null;
  const accesses = new Map(data.items.map((one) => [one.consumer.code, one]));
  const all = new Map([...data.items.map(({ consumer }) => consumer), ...consumers].map((one) => [one.code, one]));
  // A class agreement has thousands: those that are open first, the rest by the API.
  const isOpen = ({ code }: Consumer) => accesses.get(code)?.closedAt === null;
  const shown = [...all.values()].toSorted((a, b) => Number(isOpen(b)) - Number(isOpen(a))).slice(0, MOST_SHOWN);
  const isBusy = open.isPending || close.isPending;
  return (
    <Panel title={t('bi.title')}>
      <Stack>
        <Soft>{t('bi.words')}</Soft>
        {data.unfit !== null && <Notice tone="info">{data.unfit}</Notice>}
        <ProblemNotice error={open.error ?? close.error} />
        {shown.map((consumer) => (
          <OneAccess
            key={consumer.code}
            consumer={consumer}
            access={accesses.get(consumer.code)}
            page={data}
            opened={open.data?.consumer.code === consumer.code ? open.data : undefined}
            isBusy={isBusy}
            onOpen={() => open.mutate({ params: { agreement, consumer: consumer.code } })}
            onClose={() => close.mutate({ params: { agreement, consumer: consumer.code } })}
          />
        ))}
        {data.mayDecide && data.unfit === null && <Soft>{t('bi.how')}</Soft>}
      </Stack>
    </Panel>
  );
}

interface OneAccessProps {
  readonly consumer: Consumer;
  readonly access: BiAccess | undefined;
  readonly page: BiPage;
  /** The answer that opened it, with its password; until the page is left. */
  readonly opened: OpenedBi | undefined;
  readonly isBusy: boolean;
  readonly onOpen: () => void;
  readonly onClose: () => void;
}

function OneAccess({ consumer, access, page, opened, isBusy, onOpen, onClose }: OneAccessProps) {
  const { t, say } = useExchangeWords();
  const isOpen = access?.closedAt === null;
  const act = (word: string, press: () => void) => (
    <Button
      size="compact-sm"
      variant="default"
      loading={isBusy}
      onClick={press}
      aria-label={`${t(word)}: ${say(consumer.names)}`}
    >
      {t(word)}
    </Button>
  );
  return (
    <Stack>
      <Row>
        <span>{say(consumer.names)}</span>
        <StateOf access={access} />
        {page.mayDecide && page.unfit === null && act(isOpen ? 'bi.again' : 'bi.openIt', onOpen)}
        {page.mayDecide && isOpen && act('bi.close', onClose)}
      </Row>
      {access && access.closedWords !== null && <Soft>{t('bi.why', { words: access.closedWords })}</Soft>}
      {isOpen && (
        <Facts access={access} page={page} password={opened?.login === access.login ? opened.password : undefined} />
      )}
    </Stack>
  );
}

function StateOf({ access }: { readonly access: BiAccess | undefined }) {
  const { t } = useExchangeWords();
  if (!access) return <State tone="unsure">{t('bi.never')}</State>;
  if (access.closedAt !== null) return <State tone="unsure">{t('bi.closed')}</State>;
  return <State tone="warn">{t('bi.open', { day: formatDay(access.validUntil.slice(0, 10)) })}</State>;
}

interface FactsProps {
  readonly access: BiAccess;
  readonly page: BiPage;
  readonly password: string | undefined;
}

function Facts({ access, page, password }: FactsProps) {
  const { t } = useExchangeWords();
  const { login, view, seenAt } = access;
  return (
    <>
      {password !== undefined && (
        <Notice tone="warn">
          {t('bi.password')}: <Code>{password}</Code> {t('bi.once')}
        </Notice>
      )}
      <FactList
        columns={2}
        facts={[
          [t('bi.address'), page.address === null ? t('bi.addressUnknown') : <Code key="a">{page.address}</Code>],
          [t('bi.database'), <Code key="d">{page.database}</Code>],
          [t('bi.login'), <Code key="l">{login}</Code>],
          [t('bi.view'), <Code key="v">{view}</Code>],
          [t('bi.seen'), seenAt === null ? t('bi.unseen') : <Moment key="s" value={seenAt} />],
        ]}
      />
    </>
  );
}
