/** Protection of personal data: what is due first, then everything there is. */
import { IconAlarm } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import {
  readPrivacy,
  reportBreach,
  type BreachLine,
  type PrivacyBoard,
} from '../../../src/governance/privacy/contract.ts';
import { useEndpoint } from '../../api.ts';
import { paths } from '../../paths.ts';
import { useMay } from '../../strategy/may.ts';
import { OffButton } from '../../strategy/off-button.tsx';
import { StatCard } from '../../ui/cards.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Cards, Page, Panel } from '../../ui/page.tsx';
import { EmptyState, Loaded } from '../../ui/states.tsx';
import { To } from '../../ui/to.tsx';
import { Code, Moment, Num, UserText } from '../../ui/values.tsx';
import { Tag } from '../../ui/verdict.tsx';
import { GovernanceTabs } from '../governance-words.tsx';
import { BreachClock, BreachState } from './guard-words.tsx';
import { ReportBreach } from './report-breach.tsx';
import { usePrivacyWords } from './use-privacy-words.ts';

export function PrivacyPage() {
  const { t } = usePrivacyWords();
  const go = useNavigate();
  const [reporting, setReporting] = useState(false);
  const board = useEndpoint(readPrivacy, {});
  const may = useMay(reportBreach.permission);
  return (
    <Page
      title={t('guard.title')}
      lead={t('guard.lead')}
      crumbs={[{ label: t('web:menu.governance'), to: paths.governance() }]}
      actions={
        <OffButton may={may} leftSection={<IconAlarm size={17} />} onClick={() => setReporting(!reporting)}>
          {t('guard.report')}
        </OffButton>
      }
    >
      <GovernanceTabs current={paths.privacy()} />
      {reporting && <ReportBreach onDone={(code) => void go({ to: paths.breach(code) })} />}
      <Loaded query={board} shape="page">
        {(data) =>
          data.ruled ? <Board board={data} /> : <Notice title={t('guard.unruled')}>{t('guard.unruledWords')}</Notice>
        }
      </Loaded>
    </Page>
  );
}

function Board({ board }: { readonly board: PrivacyBoard }) {
  const { t, say } = usePrivacyWords();
  const { breaches } = board;
  const open = breaches.filter(({ state }) => state !== 'closed');
  const late = open.filter(({ clock }) => clock.state === 'late');
  return (
    <>
      <Cards min={180}>
        <StatCard label={t('guard.open')} value={<Num value={open.length} />} />
        <StatCard
          label={t('guard.late')}
          value={<Num value={late.length} />}
          {...(late.length > 0 && { tone: 'bad' as const })}
        />
        <StatCard label={t('guard.closedCount')} value={<Num value={breaches.length - open.length} />} />
      </Cards>
      <Panel
        title={t('guard.breaches')}
        note={t('guard.breachesNote', { authority: say(board.authority ?? {}), hours: board.hours })}
        flush
      >
        <DataTable
          id="governance.breaches"
          label={t('guard.breaches')}
          columns={useBreachColumns()}
          rows={breaches}
          rowKey={({ code }) => code}
          empty={<EmptyState title={t('guard.none')}>{t('guard.noneWords')}</EmptyState>}
        />
      </Panel>
    </>
  );
}

function useBreachColumns(): readonly Column<BreachLine>[] {
  const { t, say } = usePrivacyWords();
  return [
    {
      id: 'number',
      head: t('guard.number'),
      width: 130,
      cell: ({ code }) => (
        <To to={paths.breach(code)}>
          <Code>{code}</Code>
        </To>
      ),
    },
    {
      id: 'what',
      head: t('guard.what'),
      width: 240,
      grow: true,
      wrap: true,
      cell: ({ title, drill }) => (
        <>
          {drill && <Tag tone="info">{t('guard.drill')}</Tag>} <UserText>{title}</UserText>
        </>
      ),
    },
    { id: 'clock', head: t('guard.clock'), width: 200, cell: ({ clock }) => <BreachClock clock={clock} /> },
    { id: 'state', head: t('guard.state'), width: 140, cell: ({ state }) => <BreachState state={state} /> },
    { id: 'body', head: t('guard.body'), width: 170, wrap: true, cell: ({ body }) => say(body.names) },
    {
      id: 'discovered',
      head: t('guard.discovered'),
      width: 160,
      cell: ({ discoveredAt }) => <Moment value={discoveredAt} />,
    },
    { id: 'due', head: t('guard.due'), width: 160, cell: ({ dueAt }) => <Moment value={dueAt} /> },
  ];
}
