/** One page: what moves, what is late, what is wrong, how sure the figures are, and who answers for them. */
import { BelowGreen } from '../exchange/below-green.tsx';
import { WindowPage } from '../exchange/window/window-page.tsx';
import { useWords } from '../i18n.ts';
import { isOfficer, isPersonOnly, useSession } from '../session.tsx';
import { LeaderFigures } from '../strategy/measures/leader-figures.tsx';
import { Page, Split } from '../ui/page.tsx';
import { WorkPage } from '../work/work-page.tsx';
import { LateTasks } from './late-tasks.tsx';
import { MyWork } from './my-work.tsx';
import { Today } from './today.tsx';

export function HomePage() {
  const { me } = useSession();
  // The person whom data describe came for her window.
  if (isPersonOnly(me)) return <WindowPage />;
  // An officer came for one thing: what is owed stands first.
  return isOfficer(me) ? <WorkPage /> : <Overview />;
}

function Overview() {
  const { t, say } = useWords();
  const { me } = useSession();
  return (
    <Page title={t('web:menu.home')} lead={me?.body ? t('web:home.lead', { body: say(me.body.name) }) : undefined}>
      <LeaderFigures />
      <Split
        side={
          <>
            <MyWork />
            <Today />
          </>
        }
      >
        <LateTasks />
        <BelowGreen />
      </Split>
    </Page>
  );
}
