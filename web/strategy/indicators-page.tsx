/** Every indicator as a whole card: figure, completeness, band, verdict, reason. */
import { listIndicators } from '../../src/strategy/contract.ts';
import { useEndpoint } from '../api.ts';
import { paths } from '../paths.ts';
import { Page, Stack } from '../ui/page.tsx';
import { Loaded } from '../ui/states.tsx';
import { IndicatorCard } from './indicator-card.tsx';
import { FIGURES_EVERY } from './leader-figures.tsx';
import { StrategyTabs, useStrategyWords } from './strategy-words.tsx';

export function IndicatorsPage() {
  const { t } = useStrategyWords();
  const indicators = useEndpoint(listIndicators, {}, { every: FIGURES_EVERY, keep: true });
  return (
    <Page title={t('web:menu.strategy')} lead={t('indicator.lead')}>
      <StrategyTabs current={paths.indicators()} />
      <Loaded query={indicators} shape="card">
        {({ items }) => (
          <Stack>
            {items.map((card) => (
              <IndicatorCard key={card.code} card={card} />
            ))}
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}
