/** What is past its term, by register; from here it is proposed. */
import { Button } from '@mantine/core';
import { IconMoodSmile } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { listDue, proposeDisposal, type DueLine } from '../../../src/records/retention/contract.ts';
import { useCommand, useEndpoint } from '../../api.ts';
import { paths } from '../../paths.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { To } from '../../ui/to.tsx';
import { Day, Num } from '../../ui/values.tsx';
import { LifecycleFrame } from './lifecycle-frame.tsx';
import { useLifecycleWords } from './use-lifecycle-words.ts';

export function LifecycleDuePage() {
  const { t } = useLifecycleWords();
  const due = useEndpoint(listDue, {});
  const columns = useColumns();
  return (
    <LifecycleFrame part="due" lead={t('dueLead')}>
      <Panel flush>
        <DataTable
          id="governance.due"
          label={t('due')}
          columns={columns}
          rows={due.data?.items ?? []}
          rowKey={({ register, what }) => `${register.code}/${what}`}
          loading={due.isPending}
          error={due.error}
          onRetry={() => void due.refetch()}
          empty={
            <EmptyState icon={IconMoodSmile} title={t('nothingDue')}>
              {t('nothingDueWords')}
            </EmptyState>
          }
        />
      </Panel>
    </LifecycleFrame>
  );
}

function useColumns(): readonly Column<DueLine>[] {
  const { t, say, term } = useLifecycleWords();
  const figure = (id: 'due' | 'held' | 'takenUp'): Column<DueLine> => ({
    id,
    head: t(id),
    width: 130,
    align: 'end',
    sortBy: (line) => line[id],
    cell: (line) => <Num value={line[id]} />,
  });
  return [
    {
      id: 'register',
      head: t('register'),
      width: 220,
      grow: true,
      cell: ({ register }) => <To to={paths.registerTerms(register.code)}>{say(register.names)}</To>,
    },
    { id: 'what', head: t('whatHead'), width: 170, cell: ({ what }) => t(`what.${what}`) },
    { id: 'term', head: t('term.head'), width: 260, wrap: true, cell: (line) => term(line.term) },
    figure('due'),
    figure('held'),
    figure('takenUp'),
    { id: 'oldest', head: t('oldest'), width: 130, cell: ({ oldest }) => <Day value={oldest} /> },
    { id: 'act', head: t('act'), width: 160, cell: (line) => (line.mayPropose ? <Propose line={line} /> : '–') },
  ];
}

function Propose({ line }: { readonly line: DueLine }) {
  const { t } = useLifecycleWords();
  const navigate = useNavigate();
  const propose = useCommand(proposeDisposal, {
    refreshes: ['governance', 'records', 'work'],
    onDone: ({ disposal }) => void navigate({ to: paths.disposal(disposal) }),
  });
  return (
    <Confirm
      title={t('propose')}
      words={
        <>
          <p>{t('proposeWords', { count: line.due })}</p>
          <ProblemNotice error={propose.error} />
        </>
      }
      act={t('propose')}
      onAct={() => propose.mutateAsync({ body: { register: line.register.code, what: line.what } })}
    >
      {(open) => (
        <Button size="compact-sm" variant="default" onClick={open}>
          {t('propose')}
        </Button>
      )}
    </Confirm>
  );
}
