/** One order to dispose of copies: what it names, what was answered, and the answer that is still owed. */
import { Button, Select, Textarea } from '@mantine/core';
import { IconBell, IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { listPurposes } from '../../../src/governance/contract.ts';
import {
  answerDisposalOrder,
  getDisposalOrder,
  getOrderProof,
  remindDisposalOrder,
  type OrderPage,
} from '../../../src/records/retention/orders-contract.ts';
import { fileAddress, useCommand, useEndpoint } from '../../api.ts';
import { paths } from '../../paths.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import { useAddressPart } from '../../ui/hooks.ts';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Page, Panel, Row, Split, Stack } from '../../ui/page.tsx';
import { Loaded } from '../../ui/states.tsx';
import { To } from '../../ui/to.tsx';
import { Code, Day, Moment, Num, UserText } from '../../ui/values.tsx';
import { Law } from './law.tsx';
import { OrderState } from './orders-table.tsx';
import { useLifecycleWords } from './use-lifecycle-words.ts';

const refreshes = ['governance', 'records', 'work'];

export function DisposalOrderPage() {
  const { t, say } = useLifecycleWords();
  const id = useAddressPart('order');
  const query = useEndpoint(getDisposalOrder, { params: { order: id } });
  return (
    <Page
      title={query.data ? `${t('order')}: ${say(query.data.register.names)}` : t('order')}
      mark={query.data && <OrderState line={query.data} />}
      crumbs={[
        { label: t('web:menu.governance'), to: paths.governance() },
        { label: t('title'), to: paths.lifecycle() },
        { label: t('tabs.orders'), to: paths.disposalOrders() },
      ]}
    >
      <Loaded query={query} shape="page">
        {(page) => <Order page={page} />}
      </Loaded>
    </Page>
  );
}

function Order({ page }: { readonly page: OrderPage }) {
  const { t } = useLifecycleWords();
  return (
    <Split
      side={
        <>
          {(page.mayAnswer || page.mayCarryOut) && <Answer page={page} />}
          {page.mayRemind && <Remind page={page} />}
          {page.hasProof && <Proof page={page} />}
        </>
      }
    >
      <About page={page} />
      <Outcome page={page} />
      <Panel title={t('orderIds')}>
        <ul>
          {page.ids.map((id) => (
            <li key={id}>
              <Code soft>{id}</Code>
            </li>
          ))}
        </ul>
      </Panel>
    </Split>
  );
}

function About({ page }: { readonly page: OrderPage }) {
  const { t, say } = useLifecycleWords();
  return (
    <Panel title={t('order')}>
      <FactList
        columns={2}
        facts={[
          [t('direction.head'), t(`direction.${page.direction}`)],
          [t('giver'), say(page.giver.names)],
          [t('consumer'), say(page.consumer.names)],
          [t('way.head'), t(`way.${page.way}`)],
          [
            t('agreement'),
            <To key="agreement" to={paths.agreement(page.agreement)}>
              <Code>{page.agreement}</Code>
            </To>,
          ],
          [t('basis'), <Law key="law" basis={page.basis} />],
          [t('records'), <Num key="n" value={page.records} />],
          ...(page.held === null ? [] : [[t('heldHere'), <Num key="held" value={page.held} />] as const]),
          [t('answerBy'), <Day key="due" value={page.dueOn} />],
          [t('orderedAt'), <Moment key="at" value={page.at} />],
          ...(page.reminded > 0 ? [[t('reminded'), t('remindedTimes', { count: page.reminded })] as const] : []),
          page.direction === 'received'
            ? [t('originNode'), page.origin === null ? t('thisNode') : <Code key="o">{page.origin}</Code>]
            : [
                t('disposal'),
                <To key="d" to={paths.disposal(page.disposal)}>
                  {t('disposal')}
                </To>,
              ],
        ]}
      />
    </Panel>
  );
}

function Outcome({ page }: { readonly page: OrderPage }) {
  const { t } = useLifecycleWords();
  const { counts, outcome, refusedOn } = page;
  if (outcome === null && page.reason === null && page.carriedOutBy === null && page.statement === null) return null;
  const figure = (name: string) => counts[name] !== undefined && <Num key={name} value={counts[name]} />;
  return (
    <Panel title={t('outcome.head')}>
      <FactList
        columns={2}
        facts={[
          [t('outcome.head'), outcome && t(`outcome.${outcome}`)],
          [t('answeredAt'), page.answeredAt && <Moment key="a" value={page.answeredAt} />],
          [t('destroyedCount'), figure('destroyed')],
          [t('kept'), figure('kept')],
          [t('versionsCount'), figure('versions')],
          [
            page.state === 'not-taken' ? t('notTaken') : t('reason'),
            page.reason && <UserText key="why">{page.reason}</UserText>,
          ],
          [t('refusedOn'), refusedOn && <Law key="refused" basis={refusedOn} />],
          [t('statement'), page.statement && <UserText key="said">{page.statement}</UserText>],
          [
            t('carriedOutBy'),
            page.carriedOutBy && (
              <To key="local" to={paths.disposal(page.carriedOutBy)}>
                {t('disposal')}
              </To>
            ),
          ],
        ]}
      />
    </Panel>
  );
}

function Answer({ page }: { readonly page: OrderPage }) {
  const { t } = useLifecycleWords();
  const [statement, setStatement] = useState('');
  const answer = useCommand(answerDisposalOrder, { refreshes });
  const params = { order: page.id };
  return (
    <Panel title={t('act')}>
      <Stack>
        <Textarea
          label={t('statement')}
          description={t('statementHint')}
          rows={3}
          maxLength={2000}
          value={statement}
          onChange={(event) => setStatement(event.currentTarget.value)}
        />
        <ProblemNotice error={answer.error} />
        <Row>
          <Confirm
            title={t('carryOut')}
            danger
            words={<p>{t('carryOutWords')}</p>}
            act={t('carryOut')}
            onAct={() => answer.mutateAsync({ params, body: { carryOut: true, statement: statement.trim() } })}
          >
            {(open) => (
              <Button disabled={statement.trim() === ''} onClick={open}>
                {t('carryOut')}
              </Button>
            )}
          </Confirm>
        </Row>
        {page.mayAnswer && <Refuse page={page} />}
      </Stack>
    </Panel>
  );
}

function Refuse({ page }: { readonly page: OrderPage }) {
  const { t, say } = useLifecycleWords();
  const [reason, setReason] = useState('');
  const [basis, setBasis] = useState<string | null>(null);
  const bases = useEndpoint(listPurposes, {});
  const refuse = useCommand(answerDisposalOrder, { refreshes });
  const body = { carryOut: false, reason: reason.trim(), basis };
  return (
    <>
      <Textarea
        label={t('reason')}
        rows={2}
        maxLength={2000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Select
        label={t('refuseBasis')}
        searchable
        value={basis}
        onChange={setBasis}
        data={(bases.data?.bases ?? []).map(({ code, names }) => ({ value: code, label: say(names) }))}
      />
      <ProblemNotice error={refuse.error} />
      <Row>
        <Button
          variant="default"
          disabled={body.reason === '' || basis === null}
          loading={refuse.isPending}
          onClick={() => refuse.mutate({ params: { order: page.id }, body })}
        >
          {t('refuseOrder')}
        </Button>
      </Row>
    </>
  );
}

function Remind({ page }: { readonly page: OrderPage }) {
  const { t } = useLifecycleWords();
  const remind = useCommand(remindDisposalOrder, { refreshes });
  return (
    <Panel title={t('remind')}>
      <Stack>
        <Row>
          <Button
            variant="default"
            leftSection={<IconBell size={17} />}
            loading={remind.isPending}
            onClick={() => remind.mutate({ params: { order: page.id } })}
          >
            {t('remind')}
          </Button>
        </Row>
        <ProblemNotice error={remind.error} />
      </Stack>
    </Panel>
  );
}

function Proof({ page }: { readonly page: OrderPage }) {
  const { t } = useLifecycleWords();
  return (
    <Panel title={t('proofOfCopies')}>
      <Stack>
        <p>{t('proofOfCopiesWords')}</p>
        <Row>
          <Button
            component="a"
            href={fileAddress(getOrderProof, { params: { order: page.id } })}
            download={`${page.id}.proof.json`}
            leftSection={<IconDownload size={17} />}
          >
            {t('download')}
          </Button>
        </Row>
        <FactList facts={[[t('check'), <Code key="how">{`artery retention verify ${page.id}.proof.json`}</Code>]]} />
      </Stack>
    </Panel>
  );
}
