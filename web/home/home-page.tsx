/** One page: what moves, what is late, what is wrong, how sure the figures are, and who answers for them. */
import { listIndicators } from '../../src/strategy/contract.ts';
import { useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { isOfficer, useSession } from '../session.tsx';
import { Cards, Page, Split, Stack } from '../ui/page.tsx';
import { Loaded } from '../ui/states.tsx';
import { WorkPage } from '../work/work-page.tsx';
import { Indicator, IndicatorStat } from './indicator.tsx';
import { LateTasks } from './late-tasks.tsx';
import { MyWork } from './my-work.tsx';
import { Today } from './today.tsx';

/** How often figures are asked again: a load elsewhere shows here within seconds. */
const EVERY = 3000;

export function HomePage() {
  const { me } = useSession();
  // An officer came for one thing: what is owed stands first.
  return isOfficer(me) ? <WorkPage /> : <Overview />;
}

function Overview() {
  const { t, say } = useWords();
  const { me } = useSession();
  const indicators = useEndpoint(listIndicators, {}, { every: EVERY });
  return (
    <Page title={t('web:menu.home')} lead={me?.body ? t('web:home.lead', { body: say(me.body.name) }) : undefined}>
      <Loaded query={indicators} shape="card">
        {({ items }) => {
          const [first, ...others] = items;
          return (
            <Stack>
              {first && <Indicator card={first} size="hero" />}
              <Cards min={180}>
                {others.map((card) => (
                  <IndicatorStat key={card.code} card={card} />
                ))}
              </Cards>
            </Stack>
          );
        }}
      </Loaded>
      <Split
        side={
          <>
            <MyWork />
            <Today />
          </>
        }
      >
        <LateTasks />
      </Split>
    </Page>
  );
}
