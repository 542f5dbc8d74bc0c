/** One agreement: what it opens, to whom, for which purpose, on which ground; and each grant derived from it. */
import { useMemo } from 'react';
import { getAgreement, type AgreementPage as Agreement, type GrantLine } from '../../src/governance/contract.ts';
import { useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { FactList } from '../ui/fact-list.tsx';
import { useAddressPart } from '../ui/hooks.ts';
import { Notice } from '../ui/notice.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { EmptyState, Loaded } from '../ui/states.tsx';
import { formatNumber } from '../ui/format.ts';
import { To } from '../ui/to.tsx';
import { Tag } from '../ui/verdict.tsx';
import { Code, Day, Moment, Soft } from '../ui/values.tsx';
import { BiPanel } from '../exchange/bi-panel.tsx';
import { FeedsGiven } from '../exchange/feeds-given.tsx';
import { GatewaysPanel } from '../exchange/gateways-panel.tsx';
import { AgreementActs } from './agreement-acts.tsx';
import { TimeLeft } from './agreements-page.tsx';
import { DecidedAt, StateMark, StateWord } from './governance-words.tsx';
import { GrantActs, mayChangeGrants } from './grant-acts.tsx';
import { ElementNames } from './element-names.tsx';
import { RowsCondition } from './rows-condition.tsx';
import { SubjectsPanel } from './subjects-panel.tsx';
import { useRequestWords } from './use-request-words.ts';
import { Used } from './verdict-panel.tsx';

export function AgreementPage() {
  const { t, say } = useWords();
  const agreement = useAddressPart('agreement');
  const query = useEndpoint(getAgreement, { params: { agreement } });
  const { data } = query;
  return (
    <Page
      title={data ? say(data.names) : agreement}
      crumbs={[
        { label: t('web:menu.governance'), to: paths.governance() },
        { label: t('web:governance.agreements'), to: paths.agreements() },
      ]}
      mark={
        <>
          <Code>{agreement}</Code>
          {data && <StateMark state={data.state} />}
        </>
      }
      actions={data && <AgreementActs agreement={data} />}
    >
      <Loaded query={query} shape="page">
        {(answer) => (
          <>
            {answer.home !== null && <DecidedAt node={answer.home} />}
            {answer.reason && answer.state !== 'active' && <Notice tone="warn">{say(answer.reason)}</Notice>}
            <Terms agreement={answer} />
            <RowsCondition agreement={answer} />
            <SubjectsPanel agreement={answer} />
            <Grants agreement={answer} />
            {answer.mode !== 'statistics' && (
              <GatewaysPanel agreement={answer.code} consumers={answer.grants.map(({ consumer }) => consumer)} />
            )}
            <BiPanel
              agreement={answer.code}
              consumers={answer.grants.filter(({ state }) => state === 'active').map(({ consumer }) => consumer)}
            />
            {answer.mode === 'feed' && <FeedsGiven agreement={answer.code} />}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function rowsWord(rows: Agreement['rows']): string {
  return typeof rows === 'string' ? rows : 'under';
}

function Terms({ agreement }: { readonly agreement: Agreement }) {
  const { t, say, language } = useRequestWords();
  const { basis, elements, details, request, security, securityUntil, freeAgain } = agreement;
  return (
    <Panel title={t('web:governance.terms')}>
      <FactList
        columns={2}
        facts={[
          [
            t('web:register.name'),
            <To key="r" to={paths.register(agreement.register.code)}>
              {say(agreement.register.names)}
            </To>,
          ],
          [
            t('web:governance.provider'),
            <To key="p" to={paths.body(agreement.provider.code)}>
              {say(agreement.provider.names)}
            </To>,
          ],
          [t('web:governance.purpose'), say(agreement.purpose.names)],
          [
            t('web:governance.basis'),
            <span key="b">
              {say(basis.names)}{' '}
              {basis.kind === 'consent' && <Tag tone="busy">{t('web-privacy:basisKind.consent')}</Tag>}
              {basis.citation !== null && (
                <Soft>
                  {' '}
                  <bdi>{basis.citation}</bdi>
                </Soft>
              )}
            </span>,
          ],
          [
            t('web:governance.elements'),
            elements === 'all' ? t('web:governance.allElements') : <ElementNames key="e" codes={elements} />,
          ],
          [t('web:governance.rows'), t(`web:governance.rowScope.${rowsWord(agreement.rows)}`)],
          [t('web:governance.mode'), t(`governance:modes.${agreement.mode}`)],
          [
            t('web:governance.quota'),
            agreement.quota === null
              ? t('web:governance.noQuota')
              : `${t('quotaIs', { count: agreement.quota, number: formatNumber(agreement.quota, language) })} · ${t(`period.${agreement.quotaPeriod}`)}`,
          ],
          ...(freeAgain === null ? [] : [[t('freeAgain'), <Day key="fa" value={freeAgain} />] as const]),
          ...(security === 'none'
            ? []
            : [
                [
                  t('securityState'),
                  security === 'awaited' ? t('securityAwaited') : <Day key="su" value={securityUntil} />,
                ] as const,
              ]),
          ...(request === null
            ? []
            : [
                [
                  t('web:governance.request'),
                  <To key="rq" to={paths.request(request)}>
                    {request}
                  </To>,
                ] as const,
              ]),
          ...(['purposeText', 'citation', 'volume', 'recipient', 'retention', 'contact'] as const).flatMap((name) =>
            details[name] ? [[t(name), <bdi key={name}>{details[name]}</bdi>] as const] : [],
          ),
          [t('web:governance.from'), <Day key="f" value={agreement.from} />],
          [t('web:governance.until'), <TimeLeft key="t" agreement={agreement} />],
        ]}
      />
    </Panel>
  );
}

function Grants({ agreement }: { readonly agreement: Agreement }) {
  const { t, say } = useRequestWords();
  const { quota, subjects = null } = agreement;
  const mayChange = mayChangeGrants(agreement);
  const columns = useMemo<readonly Column<GrantLine>[]>(
    () => [
      {
        id: 'consumer',
        head: t('web:governance.consumer'),
        width: 260,
        grow: true,
        sortBy: ({ consumer }) => say(consumer.names),
        cell: ({ consumer }) => <To to={paths.body(consumer.code)}>{say(consumer.names)}</To>,
      },
      { id: 'code', head: t('web:bodies.code'), width: 120, cell: ({ consumer }) => <Code soft>{consumer.code}</Code> },
      {
        id: 'state',
        head: t('web:register.state'),
        width: 140,
        sortBy: ({ state }) => state,
        cell: ({ state }) => <StateWord state={state} />,
      },
      { id: 'from', head: t('web:governance.from'), width: 130, cell: ({ from }) => <Day value={from} /> },
      {
        id: 'used',
        head: t('used'),
        width: 150,
        align: 'end',
        sortBy: ({ used }) => used,
        cell: ({ used, toldAt = null }) => (
          <>
            <Used used={used} quota={quota} />
            {toldAt !== null && (
              <div>
                <Soft>
                  {t('toldAt')} <Moment value={toldAt} />
                </Soft>
              </div>
            )}
          </>
        ),
      },
      ...(subjects === null
        ? []
        : [
            {
              id: 'read',
              head: t('subjects.read'),
              width: 170,
              align: 'end' as const,
              cell: ({ read }: GrantLine) => <Used used={read ?? 0} quota={subjects} />,
            },
          ]),
      { id: 'to', head: t('web:governance.until'), width: 130, cell: ({ to }) => <Day value={to} /> },
      ...(mayChange
        ? [
            {
              id: 'acts',
              head: t('grantActs'),
              width: 220,
              cell: (grant: GrantLine) => <GrantActs agreement={agreement} grant={grant} />,
            },
          ]
        : []),
    ],
    [t, say, quota, subjects, mayChange, agreement],
  );
  return (
    <Panel title={t('web:governance.grants')} flush>
      <DataTable
        id="governance.grants"
        label={t('web:governance.grants')}
        plain
        columns={columns}
        rows={agreement.grants}
        rowKey={({ id }) => String(id)}
        empty={<EmptyState title={t('web:governance.noGrants')} />}
      />
    </Panel>
  );
}
