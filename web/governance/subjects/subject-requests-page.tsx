/** What people asked of one's bodies: what is due first first; nobody's name or number. */
import { Button, Select, Switch } from '@mantine/core';
import { useMemo } from 'react';
import {
  listSubjectRequests,
  subjectKinds,
  type SubjectLine,
} from '../../../src/exchange/subject-requests/contract.ts';
import { useEndpoint } from '../../api.ts';
import { paths } from '../../paths.ts';
import { StatCard } from '../../ui/cards.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { useView } from '../../ui/hooks.ts';
import { Cards, Page, Panel, Row } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { To } from '../../ui/to.tsx';
import { Day, Num, Soft } from '../../ui/values.tsx';
import { State } from '../../ui/verdict.tsx';
import { GovernanceTabs } from '../governance-words.tsx';
import { subjectTones, useSubjectWords } from './use-subject-words.ts';

export function SubjectRequestsPage() {
  const { t } = useSubjectWords();
  const [view, show] = useView({ kind: '', closed: '', overdue: '' });
  const kind = subjectKinds.find((one) => one === view.kind);
  const query = {
    ...(kind && { kind }),
    state: view.closed === '1' ? ('closed' as const) : ('open' as const),
    ...(view.overdue === '1' && { overdue: true }),
  };
  const lines = useEndpoint(listSubjectRequests, { query }, { keep: true });
  const columns = useColumns();
  const { data } = lines;
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      crumbs={[{ label: t('web:menu.governance'), to: paths.governance() }]}
      actions={
        data?.mayFile && (
          <Button component={To} to={paths.newSubjectRequest()}>
            {t('file')}
          </Button>
        )
      }
    >
      <GovernanceTabs current={paths.subjectRequests()} />
      {data && (
        <Cards>
          <StatCard label={t('open')} value={<Num value={data.counts.open} />} />
          <StatCard label={t('overdue')} value={<Num value={data.counts.overdue} />} />
        </Cards>
      )}
      <Panel flush>
        <DataTable
          id="governance.subject-requests"
          label={t('title')}
          columns={columns}
          rows={data?.items ?? []}
          rowKey={({ id }) => id}
          loading={lines.isPending}
          error={lines.error}
          onRetry={() => void lines.refetch()}
          tools={
            <Row>
              <Select
                aria-label={t('kind')}
                placeholder={t('kind')}
                clearable
                clearButtonProps={{ 'aria-label': t('web:action.clear') }}
                w={220}
                value={kind ?? null}
                onChange={(value) => show({ kind: value ?? '' })}
                data={(data?.kinds ?? []).map((one) => ({ value: one.kind, label: t(`kinds.${one.kind}`) }))}
              />
              <Switch
                label={t('onlyClosed')}
                checked={view.closed === '1'}
                onChange={(event) => show({ closed: event.currentTarget.checked ? '1' : '' })}
              />
              <Switch
                label={t('onlyOverdue')}
                checked={view.overdue === '1'}
                onChange={(event) => show({ overdue: event.currentTarget.checked ? '1' : '' })}
              />
            </Row>
          }
          empty={<EmptyState title={t('nothing')}>{t('nothingWords')}</EmptyState>}
        />
      </Panel>
    </Page>
  );
}

function useColumns(): readonly Column<SubjectLine>[] {
  const { t, say } = useSubjectWords();
  return useMemo(
    () => [
      {
        id: 'kind',
        head: t('kind'),
        width: 200,
        grow: true,
        sortBy: ({ kind }) => kind,
        cell: ({ id, kind }) => <To to={paths.subjectRequest(id)}>{t(`kinds.${kind}`)}</To>,
      },
      {
        id: 'register',
        head: t('register'),
        width: 200,
        wrap: true,
        cell: ({ register }) => (register ? say(register.names) : <Soft>{t('allRegisters')}</Soft>),
      },
      { id: 'body', head: t('answers'), width: 200, wrap: true, cell: ({ body }) => say(body.names) },
      {
        id: 'state',
        head: t('state'),
        width: 160,
        cell: ({ state }) => <State tone={subjectTones[state]}>{t(`states.${state}`)}</State>,
      },
      {
        id: 'received',
        head: t('received'),
        width: 130,
        sortBy: ({ receivedOn }) => receivedOn,
        cell: ({ receivedOn }) => <Day value={receivedOn} />,
      },
      {
        id: 'due',
        head: t('due'),
        width: 190,
        sortBy: ({ nextDue }) => nextDue ?? '',
        cell: (line) => <DueCell line={line} />,
      },
    ],
    [t, say],
  );
}

/** The next day, and how many working days are left. */
export function DueCell({ line }: { readonly line: SubjectLine }) {
  const { t } = useSubjectWords();
  if (line.nextDue === null || line.daysLeft === null) return <Day value={line.closedAt?.slice(0, 10)} />;
  return (
    <>
      <Day value={line.nextDue} />
      <div>
        {line.overdue ? (
          <State tone="bad">{t('late', { count: Math.abs(line.daysLeft) })}</State>
        ) : (
          <Soft>{t('left', { count: line.daysLeft })}</Soft>
        )}
      </div>
    </>
  );
}
