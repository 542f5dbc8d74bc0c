/** Requests for data: who asked for what, how long it took, and whose turn it is. */
import { Button, Switch } from '@mantine/core';
import { useMemo, useState } from 'react';
import { listRequests, type RequestLine } from '../../src/governance/contract.ts';
import { useEndpoint } from '../api.ts';
import { paths } from '../paths.ts';
import { StatCard } from '../ui/cards.tsx';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { Cards, Page, Row } from '../ui/page.tsx';
import { To } from '../ui/to.tsx';
import { Code, Day, Num, Soft } from '../ui/values.tsx';
import { Tag } from '../ui/verdict.tsx';
import { GovernanceTabs, StageWord } from './governance-words.tsx';
import { useRequestWords } from './use-request-words.ts';

export function RequestsPage() {
  const { t } = useRequestWords();
  const [mine, setMine] = useState(false);
  const [overdue, setOverdue] = useState(false);
  const requests = useEndpoint(
    listRequests,
    { query: { ...(mine && { mine }), ...(overdue && { overdue }) } },
    { keep: true },
  );
  const columns = useColumns();
  const { data } = requests;
  return (
    <Page
      title={t('web:menu.governance')}
      lead={t('web:governance.requestsLead')}
      actions={
        <Row>
          <Switch label={t('onlyMine')} checked={mine} onChange={(event) => setMine(event.currentTarget.checked)} />
          <Switch
            label={t('onlyOverdue')}
            checked={overdue}
            onChange={(event) => setOverdue(event.currentTarget.checked)}
          />
          <Button component={To} to={paths.newRequest()}>
            {t('new')}
          </Button>
        </Row>
      }
    >
      <GovernanceTabs current={paths.requests()} />
      {data && (
        <Cards>
          <StatCard label={t('web:governance.decided')} value={<Num value={data.decided} />} />
          <StatCard label={t('web:governance.open')} value={<Num value={data.open} />} />
          <StatCard
            label={t('web:governance.median')}
            value={<Num value={data.medianAnswer} />}
            unit={t('web:governance.workingDays')}
          />
        </Cards>
      )}
      <DataTable
        id="governance.requests"
        label={t('web:governance.requests')}
        columns={columns}
        rows={data?.items ?? []}
        rowKey={({ code }) => code}
        loading={requests.isPending}
        error={requests.error}
        onRetry={() => void requests.refetch()}
      />
    </Page>
  );
}

function useColumns(): readonly Column<RequestLine>[] {
  const { t, say } = useRequestWords();
  return useMemo(
    () => [
      {
        id: 'code',
        head: t('web:governance.code'),
        width: 110,
        sortBy: ({ code }) => code,
        cell: ({ code }) => <Code>{code}</Code>,
      },
      {
        id: 'name',
        head: t('web:governance.request'),
        width: 260,
        grow: true,
        wrap: true,
        cell: ({ code, names }) => <To to={paths.request(code)}>{say(names)}</To>,
      },
      {
        id: 'by',
        head: t('web:governance.by'),
        width: 180,
        sortBy: ({ by }) => say(by.names),
        cell: ({ by }) => <To to={paths.body(by.code)}>{say(by.names)}</To>,
      },
      {
        id: 'register',
        head: t('web:register.name'),
        width: 170,
        wrap: true,
        cell: ({ register }) => say(register.names),
      },
      {
        id: 'asked',
        head: t('web:governance.asked'),
        width: 120,
        sortBy: ({ asked }) => asked,
        cell: ({ asked }) => <Day value={asked} />,
      },
      {
        id: 'outcome',
        head: t('web:governance.outcome'),
        width: 150,
        sortBy: ({ stage }) => stage,
        cell: ({ stage }) => <StageWord stage={stage} />,
      },
      {
        id: 'days',
        head: t('web:governance.daysTaken'),
        width: 130,
        align: 'end',
        sortBy: ({ workingDays }) => workingDays,
        cell: ({ workingDays }) => <Num value={workingDays} />,
      },
      {
        id: 'due',
        head: t('due'),
        width: 200,
        sortBy: ({ due }) => due ?? '',
        wrap: true,
        cell: ({ due, late, escalated }) => (
          <>
            <Day value={due} /> {late > 0 && <Tag tone="bad">{t('late', { count: late })}</Tag>}
            {escalated && (
              <Soft>
                {t('escalatedTo', { body: say(escalated.body.names) })} <Day value={escalated.on} />
              </Soft>
            )}
          </>
        ),
      },
      {
        id: 'turn',
        head: t('web:governance.turn'),
        width: 180,
        wrap: true,
        cell: ({ turn }) => (turn ? say(turn.names) : '–'),
      },
      {
        id: 'reason',
        head: t('web:governance.reason'),
        width: 220,
        hidden: true,
        wrap: true,
        cell: ({ reason }) => say(reason),
      },
    ],
    [t, say],
  );
}
