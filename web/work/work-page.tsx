/** What my posts owe, what is due first coming first. */
import { Button, SegmentedControl } from '@mantine/core';
import { IconFileSpreadsheet, IconMoodSmile, IconUsersGroup } from '@tabler/icons-react';
import { useMemo } from 'react';
import { listApprovals } from '../../src/platform/approvals/contract.ts';
import { listMyWork, type WorkItem } from '../../src/platform/work/contract.ts';
import { useEndpoint, usePages } from '../api.ts';
import { useWords } from '../i18n.ts';
import { isOfficer, useSession } from '../session.tsx';
import { paths } from '../paths.ts';
import { ListOffer } from '../registers/list-offer.tsx';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { useView } from '../ui/hooks.ts';
import { Page, Panel } from '../ui/page.tsx';
import { EmptyState } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Day } from '../ui/values.tsx';
import { MyDutiesPanels } from './my-duties.tsx';
import { useActWords } from './use-act-words.ts';
import { DaysLeft, WorkTitle } from './work-words.tsx';
import styles from '../home/home.module.css';

export function WorkPage() {
  const { t, say } = useWords();
  const { me } = useSession();
  const [view, show] = useView({ state: 'open', whose: 'mine' });
  const state = view.state === 'done' ? 'done' : 'open';
  const whose = view.whose === 'body' ? 'body' : 'mine';
  const work = usePages(listMyWork, { query: { state, whose } });
  const columns = useMemo<readonly Column<WorkItem>[]>(
    () => [
      {
        id: 'what',
        head: t('web:work.what'),
        grow: true,
        width: 320,
        wrap: true,
        cell: (item) => (
          <To to={item.link}>
            <WorkTitle item={item} />
          </To>
        ),
      },
      { id: 'left', head: t('web:work.deadline'), width: 280, cell: (item) => <DaysLeft item={item} /> },
      {
        id: 'opened',
        head: t('web:work.opened'),
        width: 130,
        sortBy: (item) => item.openedAt,
        cell: (item) => <Day value={item.openedAt} />,
      },
    ],
    [t],
  );
  const counts = work.first?.counts;
  return (
    <Page
      title={t('web:menu.work')}
      lead={
        counts &&
        (counts.overdue > 0
          ? t('web:work.summaryLate', { open: counts.open, count: counts.overdue })
          : t('web:work.summary', { count: counts.open }))
      }
      actions={<Waiting />}
    >
      {isOfficer(me) && state === 'open' && work.items[0] && <NextThing item={work.items[0]} />}
      {isOfficer(me) && state === 'open' && <ListOffer />}
      <Panel flush>
        <DataTable
          id="work"
          label={t('web:menu.work')}
          columns={columns}
          rows={work.items}
          rowKey={(item) => item.id}
          rowTone={(item) => (item.overdue && item.state === 'open' ? 'bad' : undefined)}
          loading={work.loading}
          error={work.error}
          onRetry={work.again}
          hasMore={work.hasMore}
          loadingMore={work.loadingMore}
          onMore={work.more}
          tools={
            <>
              <SegmentedControl
                size="sm"
                aria-label={t('web:work.state')}
                value={state}
                onChange={(value) => show({ state: value })}
                data={[
                  { value: 'open', label: t('web:work.open') },
                  { value: 'done', label: t('web:work.closed') },
                ]}
              />
              <SegmentedControl
                size="sm"
                aria-label={t('web:work.whose')}
                value={whose}
                onChange={(value) => show({ whose: value })}
                data={[
                  { value: 'mine', label: t('web:work.mine') },
                  { value: 'body', label: me?.body ? say(me.body.name) : t('web:work.body') },
                ]}
              />
            </>
          }
          empty={
            <EmptyState icon={IconMoodSmile} title={t('web:work.nothing')}>
              {t('web:work.nothingWords')}
            </EmptyState>
          }
        />
      </Panel>
      <MyDutiesPanels />
    </Page>
  );
}

/** Acts that wait for a second person, where there are any. */
function Waiting() {
  const { t } = useActWords();
  const { data } = useEndpoint(listApprovals, { query: {} });
  if (!data) return null;
  return (
    <Button component={To} plain to={paths.approvals()} variant="default" leftSection={<IconUsersGroup size={18} />}>
      {data.items.length > 0 ? t('approvals.count', { count: data.items.length }) : t('approvals.title')}
    </Button>
  );
}

/** For whoever came for one thing: that thing, its deadline, and one big button. */
function NextThing({ item }: { readonly item: WorkItem }) {
  const { t } = useWords();
  return (
    <Panel title={t('web:work.next')}>
      <div className={styles.next}>
        <div>
          <p className={styles.nextTitle}>
            <WorkTitle item={item} />
          </p>
          <DaysLeft item={item} />
        </div>
        <Button component={To} plain to={item.link} size="lg" leftSection={<IconFileSpreadsheet size={22} />}>
          {/\/load$/.test(item.link) ? t('web:work.startLoad') : t('web:work.start')}
        </Button>
      </div>
    </Panel>
  );
}
