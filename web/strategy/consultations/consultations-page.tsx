/** Consultations: who was asked about what, who answered, and what is still open. */
import { listConsultations, type ConsultationRow } from '../../../src/strategy/contract.ts';
import { useMemo } from 'react';
import { useEndpoint } from '../../api.ts';
import { paths } from '../../paths.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Page, Panel } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { To } from '../../ui/to.tsx';
import { Day } from '../../ui/values.tsx';
import { StrategyTabs, useStrategyWords } from '../strategy-words.tsx';

export function ConsultationsPage() {
  const { t } = useStrategyWords();
  const consultations = useEndpoint(listConsultations, {});
  const columns = useColumns();
  return (
    <Page title={t('web:menu.strategy')} lead={t('consultation.lead')}>
      <StrategyTabs current={paths.consultations()} />
      <Panel flush>
        <DataTable
          id="strategy.consultations"
          label={t('tabs.consultations')}
          columns={columns}
          rows={consultations.data?.items ?? []}
          rowKey={({ code }) => code}
          loading={consultations.isPending}
          error={consultations.error}
          onRetry={() => void consultations.refetch()}
          empty={<EmptyState title={t('consultation.none')}>{t('consultation.noneWords')}</EmptyState>}
          plain
        />
      </Panel>
    </Page>
  );
}

function useColumns(): readonly Column<ConsultationRow>[] {
  const { t, say } = useStrategyWords();
  return useMemo(
    () => [
      {
        id: 'name',
        head: t('consultation.name'),
        width: 260,
        grow: true,
        wrap: true,
        sortBy: ({ names }) => say(names),
        cell: ({ code, names }) => <To to={paths.consultation(code)}>{say(names)}</To>,
      },
      {
        id: 'closes',
        head: t('consultation.closes'),
        width: 120,
        align: 'end',
        sortBy: ({ closes }) => closes,
        cell: ({ closes }) => <Day value={closes} />,
      },
      {
        id: 'answers',
        head: t('consultation.answers'),
        width: 260,
        wrap: true,
        cell: (one) => t('consultation.answersWords', { ...one, count: one.asked }),
      },
      {
        id: 'comments',
        head: t('consultation.comments'),
        width: 260,
        wrap: true,
        cell: (one) => t('consultation.commentsWords', { ...one, count: one.comments }),
      },
    ],
    [t, say],
  );
}
