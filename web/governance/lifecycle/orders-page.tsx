/** Every order to dispose of copies, given from here and received: who has them, by when they answer, what came of it. */
import { Select } from '@mantine/core';
import { useView } from '../../ui/hooks.ts';
import { Panel } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { LifecycleFrame } from './lifecycle-frame.tsx';
import { OrdersTable } from './orders-table.tsx';
import { useLifecycleWords } from './use-lifecycle-words.ts';

const directions = ['given', 'received'] as const;

export function DisposalOrdersPage() {
  const { t } = useLifecycleWords();
  const [view, show] = useView({ direction: '' });
  const direction = directions.find((one) => one === view.direction);
  return (
    <LifecycleFrame part="orders" lead={t('ordersLead')}>
      <Panel flush>
        <OrdersTable
          id="governance.disposal-orders"
          asked={direction ? { direction } : {}}
          label={t('tabs.orders')}
          tools={
            <Select
              aria-label={t('direction.head')}
              placeholder={t('direction.all')}
              clearable
              w={220}
              value={direction ?? null}
              onChange={(value) => show({ direction: value ?? '' })}
              data={directions.map((one) => ({ value: one, label: t(`direction.${one}`) }))}
            />
          }
          empty={<EmptyState title={t('noOrders')}>{t('noOrdersWords')}</EmptyState>}
        />
      </Panel>
    </LifecycleFrame>
  );
}
