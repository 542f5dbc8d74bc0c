/** Every indicator as a whole card: figure, completeness, band, verdict, reason. */
import { listIndicators, type IndicatorCard as Card } from '../../../src/strategy/contract.ts';
import { useEndpoint } from '../../api.ts';
import { paths } from '../../paths.ts';
import { Cards, Page, Stack } from '../../ui/page.tsx';
import { Loaded } from '../../ui/states.tsx';
import { IndicatorCard, IndicatorStat } from './indicator-card.tsx';
import { FIGURES_EVERY } from './leader-figures.tsx';
import { StrategyTabs, useStrategyWords } from '../strategy-words.tsx';

/** Shares have a band and a verdict to explain; the others are read at a glance. */
const isShare = ({ kind }: Card) => kind === 'share';

export function IndicatorsPage() {
  const { t } = useStrategyWords();
  const indicators = useEndpoint(listIndicators, {}, { every: FIGURES_EVERY, keep: true });
  return (
    <Page title={t('web:menu.strategy')} lead={t('indicator.lead')}>
      <StrategyTabs current={paths.indicators()} />
      <Loaded query={indicators} shape="card">
        {({ items }) => (
          <Stack>
            {items.filter(isShare).map((card) => (
              <IndicatorCard key={card.code} card={card} />
            ))}
            <Cards min={300}>
              {items
                .filter((card) => !isShare(card))
                .map((card) => (
                  <IndicatorStat key={card.code} card={card} />
                ))}
            </Cards>
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}
