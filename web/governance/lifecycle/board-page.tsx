/** The lifecycle board: what waits, and the stages of each register as far as the node can show them. */
import { useMemo } from 'react';
import { readBoard, type BoardRow } from '../../../src/records/retention/contract.ts';
import type { Answer } from '../../../src/platform/http/endpoint.ts';
import { useEndpoint } from '../../api.ts';
import { paths, withView } from '../../paths.ts';
import { StatCard } from '../../ui/cards.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Cards, Panel } from '../../ui/page.tsx';
import { Loaded } from '../../ui/states.tsx';
import { To } from '../../ui/to.tsx';
import { Num } from '../../ui/values.tsx';
import { LifecycleFrame } from './lifecycle-frame.tsx';
import { useLifecycleWords } from './use-lifecycle-words.ts';

type Board = Answer<typeof readBoard>;

export function LifecyclePage() {
  const { t } = useLifecycleWords();
  const query = useEndpoint(readBoard, {});
  return (
    <LifecycleFrame part="board" lead={t('boardLead')}>
      <Loaded query={query} shape="page">
        {(board) => <Board board={board} />}
      </Loaded>
    </LifecycleFrame>
  );
}

function Board({ board }: { readonly board: Board }) {
  const { t, language } = useLifecycleWords();
  const { counts } = board;
  const columns = useColumns(board.stages);
  const inState = (state: string) => withView(paths.disposals(), { state });
  const figures = { ...counts, underWay: counts.approved + counts.marked };
  const cards = [
    ['due', paths.lifecycleDue(), counts.due > 0 ? 'warn' : 'quiet'],
    ['held', paths.holds(), 'quiet'],
    ['proposed', inState('proposed'), counts.proposed > 0 ? 'busy' : 'quiet'],
    ['underWay', inState('marked'), 'quiet'],
    ['destroyed', inState('destroyed'), 'quiet'],
  ] as const;
  return (
    <>
      <Cards min={180}>
        {cards.map(([name, to, tone]) => (
          <StatCard key={name} label={t(`counts.${name}`)} value={<Num value={figures[name]} />} tone={tone} to={to} />
        ))}
      </Cards>
      <Panel title={t('stages')} flush>
        <DataTable
          key={language}
          id="governance.lifecycle"
          label={t('stages')}
          columns={columns}
          rows={board.items}
          rowKey={({ register }) => register.code}
        />
      </Panel>
    </>
  );
}

function useColumns(stages: Board['stages']): readonly Column<BoardRow>[] {
  const { t, say } = useLifecycleWords();
  return useMemo(
    () => [
      {
        id: 'register',
        head: t('register'),
        width: 170,
        grow: true,
        sortBy: ({ register }) => say(register.names),
        cell: ({ register }) => <To to={paths.registerTerms(register.code)}>{say(register.names)}</To>,
      },
      ...stages.map(({ code, names, shows }, i): Column<BoardRow> => ({
        id: code,
        head: say(names),
        width: 116,
        align: 'end',
        sortBy: ({ cells }) => cells[i],
        cell: ({ cells }) => {
          const value = cells[i] ?? null;
          if (value === null || shows === null) return <span title={t('notShown')}>–</span>;
          return (
            <span title={t(`figure.${shows}`)}>
              <Num value={value} />
            </span>
          );
        },
      })),
    ],
    [t, say, stages],
  );
}
