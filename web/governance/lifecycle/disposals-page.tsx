/** Every disposal, the newest first: who decides, what was decided, what has gone. */
import { Select } from '@mantine/core';
import {
  disposalStates,
  listDisposals,
  type DisposalLine,
  type DisposalState,
} from '../../../src/governance/lifecycle/contract.ts';
import { useEndpoint } from '../../api.ts';
import { paths } from '../../paths.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { useView } from '../../ui/hooks.ts';
import { Panel } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { To } from '../../ui/to.tsx';
import { Moment, Num } from '../../ui/values.tsx';
import { State } from '../../ui/verdict.tsx';
import { LifecycleFrame } from './lifecycle-frame.tsx';
import { stateTones, useLifecycleWords } from './use-lifecycle-words.ts';

export function DisposalsPage() {
  const { t } = useLifecycleWords();
  const [view, show] = useView({ state: '' });
  const state = disposalStates.find((one) => one === view.state) as DisposalState | undefined;
  const lines = useEndpoint(listDisposals, { query: state ? { state } : {} }, { keep: true });
  const columns = useColumns();
  return (
    <LifecycleFrame part="disposals" lead={t('disposalsLead')}>
      <Panel flush>
        <DataTable
          id="governance.disposals"
          label={t('tabs.disposals')}
          columns={columns}
          rows={lines.data?.items ?? []}
          rowKey={({ id }) => id}
          loading={lines.isPending}
          error={lines.error}
          onRetry={() => void lines.refetch()}
          tools={
            <Select
              aria-label={t('state')}
              placeholder={t('state')}
              clearable
              w={220}
              value={state ?? null}
              onChange={(value) => show({ state: value ?? '' })}
              data={disposalStates.map((one) => ({ value: one, label: t(`states.${one}`) }))}
            />
          }
          empty={<EmptyState title={t('noDisposals')}>{t('noDisposalsWords')}</EmptyState>}
        />
      </Panel>
    </LifecycleFrame>
  );
}

function useColumns(): readonly Column<DisposalLine>[] {
  const { t, say } = useLifecycleWords();
  return [
    {
      id: 'register',
      head: t('register'),
      width: 220,
      grow: true,
      cell: ({ id, register }) => <To to={paths.disposal(id)}>{say(register.names)}</To>,
    },
    { id: 'what', head: t('whatHead'), width: 170, cell: ({ what }) => t(`what.${what}`) },
    {
      id: 'count',
      head: t('count'),
      width: 110,
      align: 'end',
      cell: ({ counts }) => <Num value={counts['destroyed'] ?? counts['marked'] ?? counts['proposed'] ?? 0} />,
    },
    {
      id: 'state',
      head: t('state'),
      width: 200,
      cell: ({ state }) => <State tone={stateTones[state]}>{t(`states.${state}`)}</State>,
    },
    { id: 'basis', head: t('basis'), width: 260, wrap: true, cell: ({ basis }) => say(basis.names) },
    { id: 'decides', head: t('decides'), width: 200, cell: ({ decides }) => say(decides.names) },
    { id: 'proposed', head: t('proposed'), width: 160, cell: ({ proposedAt }) => <Moment value={proposedAt} /> },
  ];
}
