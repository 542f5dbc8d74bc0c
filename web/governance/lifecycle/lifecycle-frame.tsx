/** The frame of every page of the lifecycle: title, tabs of governance, tabs of its own. */
import type { ReactNode } from 'react';
import { paths } from '../../paths.ts';
import { Page } from '../../ui/page.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { GovernanceTabs } from '../governance-words.tsx';
import { useLifecycleWords } from './use-lifecycle-words.ts';

interface FrameProps {
  readonly part: 'board' | 'due' | 'holds' | 'disposals' | 'orders' | 'terms';
  readonly lead: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

export function LifecycleFrame({ part, lead, actions, children }: FrameProps) {
  const { t } = useLifecycleWords();
  const to = {
    board: paths.lifecycle(),
    due: paths.lifecycleDue(),
    holds: paths.holds(),
    disposals: paths.disposals(),
    orders: paths.disposalOrders(),
    terms: paths.retentionTerms(),
  };
  return (
    <Page
      title={t('title')}
      lead={lead}
      crumbs={[{ label: t('web:menu.governance'), to: paths.governance() }]}
      actions={actions}
    >
      <GovernanceTabs current={paths.lifecycle()} />
      <Tabs
        label={t('title')}
        current={to[part]}
        tabs={(['board', 'due', 'holds', 'disposals', 'orders', 'terms'] as const).map((one) => ({
          label: t(`tabs.${one}`),
          to: to[one],
        }))}
      />
      {children}
    </Page>
  );
}
