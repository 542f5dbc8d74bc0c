/** The leader's six figures: the first large, each of them counted anew while somebody looks. */
import { listIndicators } from '../../../src/strategy/contract.ts';
import { useEndpoint } from '../../api.ts';
import { Cards, Stack } from '../../ui/page.tsx';
import { Loaded } from '../../ui/states.tsx';
import { IndicatorCard, IndicatorStat } from './indicator-card.tsx';

/** Milliseconds: a load elsewhere shows here within seconds; a page that is not looked at does not ask. */
export const FIGURES_EVERY = 2500;

const MOST = 6;

export function LeaderFigures() {
  const indicators = useEndpoint(listIndicators, {}, { every: FIGURES_EVERY, keep: true });
  return (
    <Loaded query={indicators} shape="card">
      {({ items }) => {
        // The profile's order is the order of importance; the others are on the page of indicators.
        const [first, ...others] = items.slice(0, MOST);
        return (
          <Stack>
            {first && (
              <div data-testid={`indicator-${first.code}`}>
                <IndicatorCard card={first} size="hero" />
              </div>
            )}
            <Cards min={180}>
              {others.map((card) => (
                <IndicatorStat key={card.code} card={card} />
              ))}
            </Cards>
          </Stack>
        );
      }}
    </Loaded>
  );
}
