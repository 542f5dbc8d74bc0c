/** Waiting for a second person: what I asked for, and what I may agree to. */
import { SegmentedControl } from '@mantine/core';
import { IconUsersGroup } from '@tabler/icons-react';
import { useMemo } from 'react';
import { listApprovals, type ApprovalLine } from '../../src/platform/approvals/contract.ts';
import { useEndpoint } from '../api.ts';
import { paths } from '../paths.ts';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { useView } from '../ui/hooks.ts';
import { Page, Panel } from '../ui/page.tsx';
import { EmptyState } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Moment, UserText } from '../ui/values.tsx';
import { State, Tag, type Tone } from '../ui/verdict.tsx';
import { useActWords } from './use-act-words.ts';

export const approvalTones: Readonly<Record<ApprovalLine['state'], Tone>> = {
  open: 'busy',
  agreeing: 'busy',
  done: 'good',
  failed: 'bad',
  refused: 'bad',
  withdrawn: 'quiet',
  expired: 'warn',
};

export function ApprovalsPage() {
  const { t } = useActWords();
  const [view, show] = useView({ state: 'open' });
  const state = view.state === 'closed' ? 'closed' : 'open';
  const approvals = useEndpoint(listApprovals, { query: { state } }, { keep: true });
  const columns = useColumns();
  return (
    <Page
      title={t('approvals.title')}
      lead={t('approvals.lead')}
      crumbs={[{ label: t('web:menu.work'), to: paths.work() }]}
    >
      <Panel flush>
        <DataTable
          id="approvals"
          label={t('approvals.title')}
          columns={columns}
          rows={approvals.data?.items ?? []}
          rowKey={({ id }) => id}
          loading={approvals.isPending}
          error={approvals.error}
          onRetry={() => void approvals.refetch()}
          tools={
            <SegmentedControl
              size="sm"
              aria-label={t('approvals.state')}
              value={state}
              onChange={(value) => show({ state: value })}
              data={[
                { value: 'open', label: t('approvals.open') },
                { value: 'closed', label: t('approvals.closed') },
              ]}
            />
          }
          empty={
            <EmptyState icon={IconUsersGroup} title={t('approvals.nothing')}>
              {t('approvals.nothingWords')}
            </EmptyState>
          }
        />
      </Panel>
    </Page>
  );
}

function useColumns(): readonly Column<ApprovalLine>[] {
  const { t, say, action } = useActWords();
  return useMemo(
    () => [
      {
        id: 'act',
        head: t('approvals.act'),
        width: 260,
        grow: true,
        wrap: true,
        cell: (line) => (
          <>
            <To to={paths.approval(line.id)}>{action(line.action)}</To> {line.mine && <Tag>{t('approvals.mine')}</Tag>}
          </>
        ),
      },
      {
        id: 'by',
        head: t('approvals.by'),
        width: 250,
        wrap: true,
        cell: ({ proposedBy }) => (
          <>
            <UserText>{proposedBy.name}</UserText>
            {proposedBy.body && `, ${say(proposedBy.body.names)}`}
          </>
        ),
      },
      {
        id: 'at',
        head: t('approvals.at'),
        width: 150,
        sortBy: ({ proposedAt }) => proposedAt,
        cell: ({ proposedAt }) => <Moment value={proposedAt} />,
      },
      {
        id: 'until',
        head: t('approvals.until'),
        width: 150,
        sortBy: ({ expiresAt }) => expiresAt,
        cell: ({ expiresAt }) => <Moment value={expiresAt} />,
      },
      {
        id: 'state',
        head: t('approvals.state'),
        width: 270,
        wrap: true,
        cell: ({ state, mayAgree }) =>
          state === 'open' ? (
            <State tone={mayAgree === true ? 'info' : 'busy'}>{t(`approvals.may.${String(mayAgree)}`)}</State>
          ) : (
            <State tone={approvalTones[state]}>{t(`approvals.states.${state}`)}</State>
          ),
      },
    ],
    [t, say, action],
  );
}
