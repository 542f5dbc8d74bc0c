/** Labels of every register: what is stated, what its parts make of it, and where the two disagree. */
import { useMemo } from 'react';
import { listLabels, type LabelsLine } from '../../../src/governance/labels/contract.ts';
import { useEndpoint } from '../../api.ts';
import { paths } from '../../paths.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Page, Panel } from '../../ui/page.tsx';
import { To } from '../../ui/to.tsx';
import { State } from '../../ui/verdict.tsx';
import { GovernanceTabs } from '../governance-words.tsx';
import { labels, useLabelWords } from './use-label-words.ts';
import { formatList } from '../../ui/format.ts';

export function LabelsPage() {
  const { t } = useLabelWords();
  const lines = useEndpoint(listLabels, {});
  const columns = useColumns();
  return (
    <Page title={t('title')} lead={t('lead')} crumbs={[{ label: t('web:menu.governance'), to: paths.governance() }]}>
      <GovernanceTabs current={paths.labels()} />
      <Panel flush>
        <DataTable
          id="governance.labels"
          label={t('title')}
          columns={columns}
          rows={lines.data?.items ?? []}
          rowKey={({ register }) => register.code}
          rowTone={({ looser }) => (looser.length > 0 ? 'bad' : undefined)}
          loading={lines.isPending}
          error={lines.error}
          onRetry={() => void lines.refetch()}
        />
      </Panel>
    </Page>
  );
}

function useColumns(): readonly Column<LabelsLine>[] {
  const { t, say, label, value, language } = useLabelWords();
  return useMemo(
    () => [
      {
        id: 'register',
        head: t('register'),
        width: 240,
        grow: true,
        sortBy: ({ register }) => register.code,
        cell: ({ register }) => <To to={paths.registerLabels(register.code)}>{say(register.names)}</To>,
      },
      ...labels.map((name): Column<LabelsLine> => ({
        id: name,
        head: label(name),
        width: 180,
        sortBy: ({ effective }) => effective[name],
        cell: ({ effective }) => value(name, effective[name]),
      })),
      {
        id: 'agrees',
        head: t('agrees'),
        width: 220,
        wrap: true,
        cell: ({ looser }) =>
          looser.length === 0 ? (
            <State tone="good">{t('agreesYes')}</State>
          ) : (
            <State tone="bad">{t('agreesNo', { labels: formatList(looser.map(label), language) })}</State>
          ),
      },
    ],
    [t, say, label, value, language],
  );
}
