/** Merges that were made, and those that were undone. */
import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { listMerges, type MergeLine } from '../../src/bodies/contract.ts';
import { useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { useMayMerge } from './may-merge.ts';
import { paths } from '../paths.ts';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { EmptyState } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Day, Moment } from '../ui/values.tsx';
import { Verdict } from '../ui/verdict.tsx';
import { formatList } from '../ui/format.ts';

export function MergesPage() {
  const { t, say, language } = useWords('bodies');
  const navigate = useNavigate();
  const may = useMayMerge();
  const merges = useEndpoint(listMerges, { query: {} });
  const columns: Column<MergeLine>[] = [
    {
      id: 'merge',
      head: t('merge.page.merge'),
      grow: true,
      wrap: true,
      cell: ({ id, from, into }) => (
        <To to={paths.merge(id)}>
          {t('merge.page.pair', {
            from: formatList(
              from.map((body) => say(body.names)),
              language,
            ),
            into: say(into.names),
          })}
        </To>
      ),
    },
    {
      id: 'day',
      head: t('merge.page.day'),
      width: 150,
      sortBy: ({ day }) => day,
      cell: ({ day }) => <Day value={day} />,
    },
    { id: 'decision', head: t('merge.page.decision'), width: 200, cell: ({ decision }) => decision },
    { id: 'made', head: t('merge.page.made'), width: 170, cell: ({ madeAt }) => <Moment value={madeAt} /> },
    {
      id: 'state',
      head: t('merge.page.state'),
      width: 150,
      cell: ({ undoneAt }) => <MergeState undone={undoneAt !== null} />,
    },
  ];
  return (
    <Page
      title={t('merge.page.merges')}
      lead={t('merge.page.mergesLead')}
      crumbs={[{ label: t('web:menu.bodies'), to: paths.bodies() }]}
      actions={
        may && <Button onClick={() => void navigate({ to: paths.mergeBodies() })}>{t('merge.page.title')}</Button>
      }
    >
      <Panel flush>
        <DataTable
          id="bodies.merges"
          label={t('merge.page.merges')}
          columns={columns}
          rows={merges.data?.items ?? []}
          rowKey={({ id }) => id}
          loading={merges.isPending}
          error={merges.error}
          plain
          empty={<EmptyState title={t('merge.page.none')}>{t('merge.page.noneWords')}</EmptyState>}
        />
      </Panel>
    </Page>
  );
}

export function MergeState({ undone }: { readonly undone: boolean }) {
  const { t } = useWords('bodies');
  return <Verdict tone={undone ? 'quiet' : 'good'}>{t(undone ? 'merge.page.undone' : 'merge.page.stands')}</Verdict>;
}
