/** The frame around every page: menu, bar, watermark, tour, and the way past them for keyboards. */
import { Drawer } from '@mantine/core';
import { Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useWords } from '../i18n.ts';
import { paths, withView } from '../paths.ts';
import { isOfficer, isPersonOnly, useSession } from '../session.tsx';
import { StepUp } from '../step-up.tsx';
import { ProgressTray } from '../ui/progress-tray.tsx';
import { Loading } from '../ui/states.tsx';
import { addressParts } from '../ui/to.tsx';
import { EmergencyBanner } from './emergency-banner.tsx';
import { useKeys } from './keys.ts';
import { Menu } from './menu-list.tsx';
import { isHers, officerMenu, personMenu, wholeMenu } from './menu.ts';
import { NotHersPage } from './not-hers-page.tsx';
import { TopBar } from './top-bar.tsx';
import { Watermark } from './watermark.tsx';
import styles from './shell.module.css';

const Palette = lazy(() => import('./palette.tsx'));
const KeyboardHelp = lazy(() => import('./keyboard-help.tsx'));
const Tour = lazy(() => import('./tour.tsx'));

type Extra = 'palette' | 'keys' | 'menu' | undefined;

export function Shell() {
  const { t } = useWords();
  const { session, me } = useSession();
  const address = useRouterState({ select: ({ location }) => location.pathname });
  const [extra, setExtra] = useState<Extra>();
  const [tour, setTour] = useState(false);
  const isPerson = isPersonOnly(me);
  useKeys({ palette: () => setExtra(isPerson ? undefined : 'palette'), keys: () => setExtra('keys') });
  useEffect(() => setExtra(undefined), [address]);

  if (!me) return <ToTheDoor />;
  const menu = isPerson ? personMenu : isOfficer(me) ? officerMenu : wholeMenu;
  const close = () => setExtra(undefined);
  return (
    <ProgressTray>
      <a className={styles.skip} href="#content">
        {t('web:shell.skip')}
      </a>
      <div className={styles.shell}>
        <aside className={styles.side} data-no-print>
          <Menu items={menu} address={address} />
        </aside>
        <TopBar
          onMenu={() => setExtra('menu')}
          onSearch={() => setExtra('palette')}
          onKeys={() => setExtra('keys')}
          onTour={session.demo && !isPerson ? () => setTour(true) : undefined}
        />
        <main className={styles.content} id="content" tabIndex={-1}>
          {me.emergency && <EmergencyBanner emergency={me.emergency} />}
          <Suspense fallback={<Loading shape="page" />}>
            {isPerson && !isHers(address) ? <NotHersPage /> : <Outlet />}
          </Suspense>
        </main>
      </div>
      <StepUp />
      {session.demo && <Watermark />}
      <Drawer
        opened={extra === 'menu'}
        onClose={close}
        size={280}
        title={t('web:menu.label')}
        closeButtonProps={{ 'aria-label': t('web:action.close') }}
      >
        <Menu items={menu} address={address} bare />
      </Drawer>
      <Suspense fallback={null}>
        {extra === 'palette' && <Palette onClose={close} menu={menu} />}
        {extra === 'keys' && <KeyboardHelp onClose={close} />}
        {tour && <Tour onClose={() => setTour(false)} />}
      </Suspense>
    </ProgressTray>
  );
}

/** Leads whoever is not signed in to the door, once, and remembers where they wanted to go. */
function ToTheDoor() {
  const navigate = useNavigate();
  const [wanted] = useState(() => `${location.pathname}${location.search}`);
  useEffect(() => {
    const then = wanted === paths.home() ? '' : wanted;
    void navigate({ ...addressParts(withView(paths.signIn(), { then })), replace: true });
  }, [navigate, wanted]);
  return <Loading shape="page" />;
}
