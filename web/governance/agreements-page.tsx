/** Sharing agreements: who lets whom read what, for which purpose, until when. */
import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { listAgreements, type AgreementPage } from '../../src/governance/contract.ts';
import { useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { useMay } from '../ui/may.ts';
import { StatCard } from '../ui/cards.tsx';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { Cards, Page } from '../ui/page.tsx';
import { To } from '../ui/to.tsx';
import { Code, Day, Num } from '../ui/values.tsx';
import { State, Tag } from '../ui/verdict.tsx';
import { GovernanceTabs, StateWord } from './governance-words.tsx';
import { useRequestWords } from './use-request-words.ts';

export function AgreementsPage() {
  const { t } = useWords();
  const may = useMay('governance.decide-agreements');
  const agreements = useEndpoint(listAgreements, { query: {} });
  const columns = useColumns();
  const counts = agreements.data?.counts;
  return (
    <Page
      title={t('web:menu.governance')}
      lead={t('web:governance.agreementsLead')}
      actions={may.allowed && <NewClassAgreement />}
    >
      <GovernanceTabs current={paths.agreements()} />
      {counts && (
        <Cards>
          <StatCard label={t('web:governance.agreements')} value={<Num value={counts.agreements} />} />
          <StatCard label={t('web:governance.grants')} value={<Num value={counts.grants} />} />
          <StatCard label={t('web:governance.activeGrants')} value={<Num value={counts.activeGrants} />} />
        </Cards>
      )}
      <DataTable
        id="governance.agreements"
        label={t('web:governance.agreements')}
        columns={columns}
        rows={agreements.data?.items ?? []}
        rowKey={({ code }) => code}
        rowTone={({ state }) => (state === 'expired' || state === 'suspended' ? 'warn' : undefined)}
        loading={agreements.isPending}
        error={agreements.error}
        onRetry={() => void agreements.refetch()}
      />
    </Page>
  );
}

function NewClassAgreement() {
  const { t } = useRequestWords();
  return (
    <Button component={To} to={paths.newAgreement()}>
      {t('class.new')}
    </Button>
  );
}

/** "9 working days left", or since when it has ended. */
export function TimeLeft({
  agreement,
  short = false,
}: {
  readonly agreement: AgreementPage;
  readonly short?: boolean;
}) {
  const { t } = useWords();
  const { daysLeft, to } = agreement;
  if (daysLeft === null) return <>{t('web:day.untilNow')}</>;
  const tone = daysLeft < 0 ? 'bad' : daysLeft <= 10 ? 'warn' : 'quiet';
  const words =
    daysLeft < 0 ? t('web:governance.ended', { count: -daysLeft }) : t('web:work.left', { count: daysLeft });
  return (
    <State tone={tone}>
      {words}
      {!short && (
        <>
          {' '}
          · <Day value={to} />
        </>
      )}
    </State>
  );
}

function useColumns(): readonly Column<AgreementPage>[] {
  const { t, say } = useWords('governance');
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
        head: t('web:governance.agreement'),
        width: 260,
        grow: true,
        wrap: true,
        sortBy: ({ names }) => say(names),
        cell: ({ code, names, byClass, home }) => (
          <>
            <To to={paths.agreement(code)}>{say(names)}</To>{' '}
            {byClass && <Tag tone="info">{t('web:governance.byClass')}</Tag>}{' '}
            {home !== null && <Tag>{t('web:governance.elsewhere')}</Tag>}
          </>
        ),
      },
      {
        id: 'register',
        head: t('web:register.name'),
        width: 150,
        wrap: true,
        sortBy: ({ register }) => say(register.names),
        cell: ({ register }) => say(register.names),
      },
      {
        id: 'purpose',
        head: t('web:governance.purpose'),
        width: 180,
        wrap: true,
        cell: ({ purpose }) => say(purpose.names),
      },
      {
        id: 'grants',
        head: t('web:governance.grants'),
        width: 100,
        align: 'end',
        sortBy: ({ grants }) => grants.length,
        cell: ({ grants }) => <Num value={grants.length} />,
      },
      {
        id: 'state',
        head: t('web:register.state'),
        width: 130,
        sortBy: ({ state }) => state,
        cell: ({ state }) => <StateWord state={state} />,
      },
      {
        id: 'left',
        head: t('web:governance.until'),
        width: 240,
        sortBy: ({ daysLeft }) => daysLeft,
        cell: (agreement) => <TimeLeft agreement={agreement} short />,
      },
    ],
    [t, say],
  );
}
