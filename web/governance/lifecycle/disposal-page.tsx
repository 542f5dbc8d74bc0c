/** One disposal: where it stands, what it waits for, what it is about, and the proof once it is done. */
import { Button, Textarea } from '@mantine/core';
import { IconDownload, IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import {
  decideDisposal,
  getDisposal,
  withdrawDisposal,
  type DisposalPage as Page_,
} from '../../../src/governance/lifecycle/contract.ts';
import { executeDisposal, getProof } from '../../../src/records/retention/contract.ts';
import { fileAddress, useCommand, useEndpoint } from '../../api.ts';
import { paths } from '../../paths.ts';
import { useMay } from '../../ui/may.ts';
import { OffButton } from '../../ui/off-button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import { useAddressPart } from '../../ui/hooks.ts';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Page, Panel, Row, Split, Stack } from '../../ui/page.tsx';
import { Loaded } from '../../ui/states.tsx';
import { Steps } from '../../ui/steps.tsx';
import { To } from '../../ui/to.tsx';
import { Code, Day, Moment, Num, UserText } from '../../ui/values.tsx';
import { State, Verdict } from '../../ui/verdict.tsx';
import { Archive } from './archive-panel.tsx';
import { Law } from './law.tsx';
import { OrdersOf } from './orders-table.tsx';
import { stateTones, useLifecycleWords } from './use-lifecycle-words.ts';

const refreshes = ['governance', 'records', 'work'];

export function DisposalPage() {
  const { t, say } = useLifecycleWords();
  const id = useAddressPart('disposal');
  const query = useEndpoint(getDisposal, { params: { disposal: id } });
  const state = query.data?.state;
  return (
    <Page
      title={query.data ? `${t('disposal')}: ${say(query.data.register.names)}` : t('disposal')}
      mark={state && <Verdict tone={stateTones[state]}>{t(`states.${state}`)}</Verdict>}
      crumbs={[
        { label: t('web:menu.governance'), to: paths.governance() },
        { label: t('title'), to: paths.lifecycle() },
        { label: t('tabs.disposals'), to: paths.disposals() },
      ]}
    >
      <Loaded query={query} shape="page">
        {(page) => <Disposal page={page} />}
      </Loaded>
    </Page>
  );
}

const stepOf = { proposed: 1, refused: 1, withdrawn: 1, approved: 2, marked: 3, destroyed: 4 } as const;

function Disposal({ page }: { readonly page: Page_ }) {
  const { t, say, term } = useLifecycleWords();
  const { state, reason, counts } = page;
  return (
    <Split
      side={
        <>
          <Acts page={page} />
          {state === 'approved' && 'then' in page.term && page.term.then === 'archive' && <Archive page={page} />}
          {state === 'destroyed' && <Proof page={page} />}
        </>
      }
    >
      <Panel>
        <Steps
          steps={(['proposed', 'decided', 'marked', 'destroyed'] as const).map((step) => ({
            label: t(`step.${step}`),
          }))}
          current={stepOf[state]}
        />
      </Panel>
      <Panel title={t('disposal')}>
        <FactList
          columns={2}
          facts={[
            [t('whatHead'), t(`what.${page.what}`)],
            [t('term.head'), term(page.term)],
            [t('basis'), <Law key="law" basis={page.basis} />],
            [t('decides'), say(page.decides.names)],
            [t('proposedBy'), <bdi key="by">{page.proposedBy.name || t('none')}</bdi>],
            [t('proposed'), <Moment key="at" value={page.proposedAt} />],
            [t('decidedBy'), page.decidedBy && <bdi key="dby">{page.decidedBy.name || t('none')}</bdi>],
            [t('step.decided'), page.decidedAt && <Moment key="dat" value={page.decidedAt} />],
            [t('reason'), reason && <UserText key="why">{reason}</UserText>],
            [t('bytesFrom'), page.bytesFrom && <Day key="bytes" value={page.bytesFrom} />],
            [
              t('order'),
              page.orderedBy && (
                <To key="order" to={paths.disposalOrder(page.orderedBy)}>
                  {t('order')}
                </To>
              ),
            ],
          ]}
        />
      </Panel>
      <Panel title={t('counted')}>
        <FactList
          columns={2}
          facts={(
            [
              'proposed',
              'marked',
              'ended',
              'destroyed',
              'versions',
              'findings',
              'keys',
              'elsewhere',
              'files',
              'orders',
            ] as const
          )
            .filter((name) => counts[name] !== undefined)
            .map((name) => [t(`result.${name}`), <Num key={name} value={counts[name] ?? 0} />] as const)}
        />
      </Panel>
      <OrdersOf page={page} />
      <Items page={page} />
    </Split>
  );
}

function Items({ page }: { readonly page: Page_ }) {
  const { t } = useLifecycleWords();
  const columns: readonly Column<Page_['items'][number]>[] = [
    { id: 'id', head: t('id'), width: 330, grow: true, cell: ({ item }) => <Code soft>{item}</Code> },
    { id: 'due', head: t('dueOn'), width: 130, cell: ({ dueOn }) => <Day value={dueOn} /> },
    {
      id: 'state',
      head: t('state'),
      width: 240,
      cell: ({ spared }) =>
        spared === null ? <State tone="quiet">{t('in')}</State> : <State tone="paused">{t(`spared.${spared}`)}</State>,
    },
  ];
  return (
    <Panel title={t('items')} flush>
      <DataTable
        id="governance.disposal-items"
        label={t('items')}
        columns={columns}
        rows={page.items}
        rowKey={({ item }) => item}
      />
    </Panel>
  );
}

function Acts({ page }: { readonly page: Page_ }) {
  const { t } = useLifecycleWords();
  const [reason, setReason] = useState('');
  const decide = useCommand(decideDisposal, { refreshes });
  const withdraw = useCommand(withdrawDisposal, { refreshes });
  const params = { disposal: page.id };
  const words = reason.trim();
  const say = (allowed: boolean) =>
    decide.mutateAsync({ params, body: { allowed, ...(words !== '' && { reason: words }) } });
  if (!page.mayDecide && !page.mayWithdraw && !['approved', 'marked'].includes(page.state)) return null;
  return (
    <Panel title={t('act')}>
      <Stack>
        {(page.mayDecide || page.mayWithdraw) && (
          <Textarea
            label={t('reason')}
            rows={2}
            maxLength={1000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
        <ProblemNotice error={decide.error ?? withdraw.error} />
        <Row>
          {page.mayDecide && (
            <>
              <Confirm
                title={t('approve')}
                danger
                words={<p>{t('approveWords')}</p>}
                act={t('approve')}
                onAct={() => say(true)}
              >
                {(open) => <Button onClick={open}>{t('approve')}</Button>}
              </Confirm>
              <Button
                variant="default"
                disabled={words === ''}
                loading={decide.isPending}
                onClick={() => void say(false).catch(() => undefined)}
              >
                {t('refuse')}
              </Button>
            </>
          )}
          {page.mayWithdraw && (
            <Button
              variant="subtle"
              disabled={words === ''}
              loading={withdraw.isPending}
              onClick={() => withdraw.mutate({ params, body: { reason: words } })}
            >
              {t('withdraw')}
            </Button>
          )}
        </Row>
        {['approved', 'marked'].includes(page.state) && <GoOn page={page} />}
      </Stack>
    </Panel>
  );
}

function GoOn({ page }: { readonly page: Page_ }) {
  const { t } = useLifecycleWords();
  const may = useMay(executeDisposal.permission, page.decides.code);
  const run = useCommand(executeDisposal, { refreshes });
  return (
    <>
      <Row>
        <OffButton
          may={may}
          variant="default"
          leftSection={<IconPlayerPlay size={17} />}
          loading={run.isPending}
          onClick={() => run.mutate({ params: { disposal: page.id } })}
        >
          {t('goOn')}
        </OffButton>
      </Row>
      <ProblemNotice error={run.error} />
      {run.data && (
        <Notice title={t('waitsFor')} live>
          {run.data.waitsFor.length === 0 ? (
            t('nothingWaits')
          ) : (
            <ul>
              {run.data.waitsFor.map((wait) => (
                <li key={wait}>{t(`waits.${wait}`)}</li>
              ))}
            </ul>
          )}
        </Notice>
      )}
    </>
  );
}

function Proof({ page }: { readonly page: Page_ }) {
  const { t } = useLifecycleWords();
  const address = fileAddress(getProof, { params: { disposal: page.id } });
  return (
    <Panel title={t('proof')}>
      <Stack>
        <p>{t('proofWords')}</p>
        <Row>
          <Button
            component="a"
            href={address}
            download={`${page.id}.proof.json`}
            leftSection={<IconDownload size={17} />}
          >
            {t('download')}
          </Button>
        </Row>
        <FactList
          facts={[
            [t('hash'), <Code key="hash">{page.idsHash}</Code>],
            [t('check'), <Code key="how">{`artery retention verify ${page.id}.proof.json`}</Code>],
          ]}
        />
      </Stack>
    </Panel>
  );
}
