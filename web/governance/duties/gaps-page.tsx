/** What nobody answers for: since when, who must see to it and by when. It closes by itself. */
import { SegmentedControl } from '@mantine/core';
import { IconMoodSmile } from '@tabler/icons-react';
import { useMemo } from 'react';
import { listGaps, type GapLine } from '../../../src/governance/responsibilities/contract.ts';
import { useEndpoint } from '../../api.ts';
import { paths } from '../../paths.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { formatDay } from '../../ui/format.ts';
import { useView } from '../../ui/hooks.ts';
import { Page, Panel } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { To } from '../../ui/to.tsx';
import { Day } from '../../ui/values.tsx';
import { State, Tag } from '../../ui/verdict.tsx';
import { GovernanceTabs } from '../governance-words.tsx';
import { useDutyWords } from './use-duty-words.ts';

export function GapsPage() {
  const { t } = useDutyWords();
  const [view, show] = useView({ state: 'open' });
  const state = view.state === 'closed' ? 'closed' : 'open';
  const gaps = useEndpoint(listGaps, { query: { state } }, { keep: true });
  const columns = useColumns();
  return (
    <Page title={t('gaps')} lead={t('gapsLead')} crumbs={[{ label: t('web:menu.governance'), to: paths.governance() }]}>
      <GovernanceTabs current={paths.gaps()} />
      <Panel flush>
        <DataTable
          id="governance.gaps"
          label={t('gaps')}
          columns={columns}
          rows={gaps.data?.items ?? []}
          rowKey={({ id }) => id}
          rowTone={({ overdue }) => (overdue ? 'bad' : undefined)}
          loading={gaps.isPending}
          error={gaps.error}
          onRetry={() => void gaps.refetch()}
          tools={
            <SegmentedControl
              size="sm"
              aria-label={t('state')}
              value={state}
              onChange={(value) => show({ state: value })}
              data={[
                { value: 'open', label: t('open') },
                { value: 'closed', label: t('closed') },
              ]}
            />
          }
          empty={
            gaps.data?.looked === false ? (
              <EmptyState title={t('noMatrix')}>{t('noMatrixWords')}</EmptyState>
            ) : (
              <EmptyState icon={IconMoodSmile} title={t('noGaps')}>
                {t('noGapsWords')}
              </EmptyState>
            )
          }
        />
      </Panel>
    </Page>
  );
}

function useColumns(): readonly Column<GapLine>[] {
  const { t, say, gap, post } = useDutyWords();
  return useMemo(
    () => [
      {
        id: 'what',
        head: t('what'),
        width: 300,
        grow: true,
        wrap: true,
        cell: (line) => <What line={line} />,
      },
      { id: 'kind', head: t('state'), width: 160, sortBy: ({ kind }) => gap(kind), cell: ({ kind }) => gap(kind) },
      {
        id: 'since',
        head: t('since'),
        width: 120,
        sortBy: ({ since }) => since,
        cell: ({ since }) => <Day value={since} />,
      },
      { id: 'due', head: t('due'), width: 270, sortBy: ({ due }) => due, cell: (line) => <Left line={line} /> },
      {
        id: 'owed',
        head: t('owedBy'),
        width: 250,
        wrap: true,
        cell: (line) => (
          <>
            {post(line.post)}, {say(line.owedBy.names)}{' '}
            {line.escalatedOn !== null && <Tag tone="warn">{t('escalated', { day: formatDay(line.escalatedOn) })}</Tag>}
          </>
        ),
      },
    ],
    [t, say, gap, post],
  );
}

/** "Khe Mây Commune: data contact", or the register and its role. */
function What({ line }: { readonly line: GapLine }) {
  const { say, role } = useDutyWords();
  const { register, body, duty } = line;
  return (
    <>
      {register && <To to={paths.registerTerms(register.code)}>{say(register.names)}</To>}
      {register && (line.role ?? body) && ': '}
      {line.role !== null && role(line.role)}
      {line.role !== null && body && ', '}
      {body && <To to={paths.body(body.code)}>{say(body.names)}</To>}
      {duty && `: ${say(duty.names)}`}
    </>
  );
}

function Left({ line }: { readonly line: GapLine }) {
  const { t } = useDutyWords();
  if (line.closedAt !== null) {
    return (
      <State tone="good">
        {t('closed')} <Day value={line.closedAt} />
      </State>
    );
  }
  return (
    <State tone={line.overdue ? 'bad' : line.daysLeft <= 3 ? 'warn' : 'busy'}>
      {t(line.overdue ? 'late' : 'left', { count: Math.abs(line.daysLeft) })}
      {' · '}
      <Day value={line.due} />
    </State>
  );
}
