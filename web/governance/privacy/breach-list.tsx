/** Breaches, what is open first. */
import type { PrivacyBoard, BreachLine } from '../../../src/governance/privacy/contract.ts';
import { paths } from '../../paths.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { To } from '../../ui/to.tsx';
import { Code, Moment, UserText } from '../../ui/values.tsx';
import { Tag } from '../../ui/verdict.tsx';
import { BreachClock, BreachState } from './guard-words.tsx';
import { usePrivacyWords } from './use-privacy-words.ts';

export function BreachList({ board }: { readonly board: PrivacyBoard }) {
  const { t, say } = usePrivacyWords();
  return (
    <Panel
      title={t('guard.breaches')}
      note={t('guard.breachesNote', { authority: say(board.authority ?? {}), hours: board.hours })}
      flush
    >
      <DataTable
        id="governance.breaches"
        label={t('guard.breaches')}
        columns={useBreachColumns()}
        rows={board.breaches}
        rowKey={({ code }) => code}
        empty={<EmptyState title={t('guard.none')}>{t('guard.noneWords')}</EmptyState>}
      />
    </Panel>
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
