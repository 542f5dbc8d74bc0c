/** One request: what is asked, both answers side by side, questions, an appeal, and what can be done now. */
import { Button } from '@mantine/core';
import {
  getRequest,
  withdrawRequest,
  type RequestPage as OneRequest,
} from '../../src/governance/requests/request-contract.ts';
import { useCommand, useEndpoint } from '../api.ts';
import { paths } from '../paths.ts';
import { Confirm } from '../ui/confirm.tsx';
import { FactList } from '../ui/fact-list.tsx';
import { useAddressPart } from '../ui/hooks.ts';
import { ProblemNotice } from '../ui/notice.tsx';
import { Page, Panel, Row } from '../ui/page.tsx';
import { Loaded } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Code, Day, UserText } from '../ui/values.tsx';
import { Tag } from '../ui/verdict.tsx';
import { DecidedAt, StageMark } from './governance-words.tsx';
import { AppealPanel } from './request-appeal.tsx';
import { Decisions } from './request-decisions.tsx';
import { RequestHistory } from './request-history.tsx';
import { Findings } from './verdict-panel.tsx';
import { useRequestWords } from './use-request-words.ts';

export function RequestPage() {
  const { t, say } = useRequestWords();
  const request = useAddressPart('request');
  const query = useEndpoint(getRequest, { params: { request } });
  const { data } = query;
  return (
    <Page
      title={data ? say(data.names) : request}
      crumbs={[
        { label: t('web:menu.governance'), to: paths.governance() },
        { label: t('web:governance.requests'), to: paths.requests() },
      ]}
      mark={
        <>
          <Code>{request}</Code>
          {data && <StageMark stage={data.stage} />}
          {data && <Tag tone="info">{t(`governance:request.kinds.${data.kind}`)}</Tag>}
        </>
      }
      actions={data && <AskerActs request={data} />}
    >
      <Loaded query={query} shape="page">
        {(found) => (
          <>
            {found.home !== null && <DecidedAt node={found.home} />}
            <Standing request={found} />
            <Decisions request={found} />
            {(found.appeal ?? found.mayAppeal) && <AppealPanel request={found} />}
            <Asked request={found} />
            <Panel title={t('findings')}>
              <Findings findings={found.findings} />
            </Panel>
            {found.stage !== 'draft' && <RequestHistory request={found} />}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function AskerActs({ request }: { readonly request: OneRequest }) {
  const { t } = useRequestWords();
  const withdraw = useCommand(withdrawRequest, { refreshes: ['governance', 'work'] });
  const { stage, code, allowed } = request;
  // Its asker's acts: to anybody else they are no business.
  if (!allowed['governance.withdrawRequest'].allowed) return null;
  return (
    <Row>
      {allowed['governance.rewriteRequest'].allowed && (
        <Button component={To} to={paths.editRequest(code)}>
          {t(stage === 'draft' ? 'goOn' : 'answerIt')}
        </Button>
      )}
      <Confirm
        title={t('withdraw')}
        danger
        words={
          <>
            <p>{t('withdrawWords')}</p>
            <ProblemNotice error={withdraw.error} />
          </>
        }
        act={t('withdraw')}
        onAct={() => withdraw.mutateAsync({ params: { request: code }, body: {} })}
      >
        {(open) => (
          <Button variant="default" onClick={open}>
            {t('withdraw')}
          </Button>
        )}
      </Confirm>
    </Row>
  );
}

function Standing({ request }: { readonly request: OneRequest }) {
  const { t, say } = useRequestWords();
  const { turn, due, late, agreement, asked, workingDays, escalated } = request;
  return (
    <Panel title={t('standing')}>
      <FactList
        columns={2}
        facts={[
          [
            t('turn'),
            turn ? (
              <To key="t" to={paths.body(turn.code)}>
                {say(turn.names)}
              </To>
            ) : (
              '–'
            ),
          ],
          [
            t('due'),
            <span key="d">
              <Day value={due} /> {late > 0 && <Tag tone="bad">{t('late', { count: late })}</Tag>}
            </span>,
          ],
          ...(escalated
            ? [
                [
                  t('escalated'),
                  <span key="e">
                    <To to={paths.body(escalated.body.code)}>{say(escalated.body.names)}</To> ·{' '}
                    <Day value={escalated.on} />
                  </span>,
                ] as const,
              ]
            : []),
          [t('asked'), <Day key="a" value={asked} />],
          [t('daysTaken'), t('days', { count: workingDays })],
          ...(agreement === null
            ? []
            : [
                [
                  t('agreement'),
                  <To key="g" to={paths.agreement(agreement)}>
                    {agreement}
                  </To>,
                ] as const,
              ]),
        ]}
      />
    </Panel>
  );
}

/** In the direction of its own letters, whichever way the page reads. */
const written = (words: string | null) => (words ? <bdi>{words}</bdi> : null);

function Asked({ request }: { readonly request: OneRequest }) {
  const { t, say } = useRequestWords();
  const { demand, fields, purpose, basis, register, by, under } = request;
  const rows = demand && (typeof demand.rows === 'string' ? demand.rows : 'under');
  const texts = demand
    ? ([
        [t('purposeText'), <UserText key="pt">{demand.purposeText}</UserText>],
        [t('basis'), say(basis?.names)],
        [t('citation'), written(demand.citation)],
        [t('rows'), `${t(`rowScope.${rows ?? 'all'}`)} ${under ? say(under.names) : ''}`],
        [t('condition'), written(demand.condition)],
        [t('mode'), t(`governance:modes.${demand.mode}`)],
        [t('volume'), written(demand.volume)],
        [
          t('quota'),
          demand.quota === null ? t('none') : `${String(demand.quota)} · ${t(`period.${demand.quotaPeriod}`)}`,
        ],
        ...((demand.subjects ?? null) === null
          ? []
          : [
              [
                t('subjects.title'),
                `${t('subjects.is', { count: demand.subjects ?? 0 })} · ${t(`period.${demand.quotaPeriod}`)}`,
              ] as const,
            ]),
        [t('from'), <Day key="f" value={demand.from} />],
        [t('to'), <Day key="u" value={demand.to} />],
        [t('recipient'), written(demand.recipient)],
        [t('retention'), written(demand.retention)],
        [t('contact'), written(demand.contact)],
        ...(demand.impactAssessment ? [[t('impactAssessment'), demand.impactAssessment] as const] : []),
      ] as const)
    : [];
  return (
    <Panel title={t('whatIsAsked')}>
      <FactList
        columns={2}
        facts={[
          [
            t('by'),
            <To key="b" to={paths.body(by.code)}>
              {say(by.names)}
            </To>,
          ],
          [
            t('register'),
            <To key="r" to={paths.registerTerms(register.code)}>
              {say(register.names)}
            </To>,
          ],
          [t('purpose'), say(purpose?.names)],
          ...(fields.length > 0 ? [[t('fields'), fields.map(({ names }) => say(names)).join(' · ')] as const] : []),
          ...texts,
        ]}
      />
    </Panel>
  );
}
