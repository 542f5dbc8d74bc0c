/** Orders to dispose of copies as a table: on their own page, and on the page of the disposal that gave them. */
import type { ReactNode } from 'react';
import type { DisposalPage } from '../../../src/governance/lifecycle/contract.ts';
import { listDisposalOrders, type OrderLine } from '../../../src/records/retention/orders-contract.ts';
import { useEndpoint } from '../../api.ts';
import { paths } from '../../paths.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { To } from '../../ui/to.tsx';
import { Day, Moment, Num } from '../../ui/values.tsx';
import { State } from '../../ui/verdict.tsx';
import { orderTones, useLifecycleWords } from './use-lifecycle-words.ts';

interface OrdersTableProps {
  readonly id: string;
  readonly asked: { readonly direction?: 'given' | 'received'; readonly disposal?: string };
  readonly label: string;
  readonly tools?: ReactNode;
  readonly empty: ReactNode;
}

export function OrdersTable({ id, asked, label, tools, empty }: OrdersTableProps) {
  const lines = useEndpoint(listDisposalOrders, { query: asked }, { keep: true });
  const columns = useOrderColumns(asked.disposal !== undefined);
  return (
    <DataTable
      id={id}
      label={label}
      columns={columns}
      rows={lines.data?.items ?? []}
      rowKey={(line) => `${line.direction}/${line.id}`}
      loading={lines.isPending}
      error={lines.error}
      onRetry={() => void lines.refetch()}
      tools={tools}
      empty={empty}
    />
  );
}

/** What a disposal ordered of others; nothing before its rows are marked, or where it carries out an order itself. */
export function OrdersOf({ page }: { readonly page: DisposalPage }) {
  const { t } = useLifecycleWords();
  const { id: disposal, what, markedAt, orderedBy } = page;
  if (what === 'loads' || markedAt === null || orderedBy !== null) return null;
  return (
    <Panel title={t('orders')} flush>
      <OrdersTable
        id="governance.disposal-orders-of"
        asked={{ disposal }}
        label={t('orders')}
        empty={<EmptyState title={t('ordersNone')} />}
      />
    </Panel>
  );
}

function useOrderColumns(isOfOne: boolean): readonly Column<OrderLine>[] {
  const { t, say } = useLifecycleWords();
  const who: Column<OrderLine> = {
    id: 'consumer',
    head: t('consumer'),
    width: 170,
    grow: isOfOne,
    cell: ({ id, consumer }) =>
      isOfOne ? <To to={paths.disposalOrder(id)}>{say(consumer.names)}</To> : say(consumer.names),
  };
  const whole: readonly Column<OrderLine>[] = [
    {
      id: 'register',
      head: t('register'),
      width: 130,
      grow: true,
      cell: ({ id, register }) => <To to={paths.disposalOrder(id)}>{say(register.names)}</To>,
    },
    { id: 'direction', head: t('direction.head'), width: 100, cell: ({ direction }) => t(`direction.${direction}`) },
    { id: 'giver', head: t('giver'), width: 160, cell: ({ giver }) => say(giver.names) },
  ];
  return [
    ...(isOfOne ? [] : whole),
    who,
    { id: 'way', head: t('way.head'), width: 140, wrap: true, cell: ({ way }) => t(`way.${way}`) },
    { id: 'records', head: t('records'), width: 90, align: 'end', cell: ({ records }) => <Num value={records} /> },
    { id: 'due', head: t('answerBy'), width: 130, cell: ({ dueOn }) => <Day value={dueOn} /> },
    { id: 'state', head: t('state'), width: 190, cell: (line) => <OrderState line={line} /> },
    {
      id: 'outcome',
      head: t('outcome.head'),
      width: 170,
      wrap: true,
      cell: ({ outcome }) => (outcome === null ? '–' : t(`outcome.${outcome}`)),
    },
    {
      id: 'answered',
      head: t('answeredAt'),
      width: 160,
      cell: ({ answeredAt }) => (answeredAt === null ? '–' : <Moment value={answeredAt} />),
    },
  ];
}

export function OrderState({ line }: { readonly line: Pick<OrderLine, 'state' | 'isLate'> }) {
  const { t } = useLifecycleWords();
  const state = t(`orderStates.${line.state}`);
  return (
    <State tone={line.isLate ? 'bad' : orderTones[line.state]}>{line.isLate ? `${state} · ${t('late')}` : state}</State>
  );
}
