/** Above every page: searching, where I act, language, what waits for me, who I am. */
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconKeyboard, IconMenu2, IconRoute2, IconSearch } from '@tabler/icons-react';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { isPersonOnly, useSession } from '../session.tsx';
import { To } from '../ui/to.tsx';
import { BodySwitcher } from './body-switcher.tsx';
import { Mark } from './brand.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import { UserMenu } from './user-menu.tsx';
import { WorkBell } from './work-bell.tsx';
import styles from './top-bar.module.css';

interface TopBarProps {
  readonly onMenu: () => void;
  readonly onSearch: () => void;
  readonly onKeys: () => void;
  readonly onTour: (() => void) | undefined;
}

export function TopBar({ onMenu, onSearch, onKeys, onTour }: TopBarProps) {
  const { t } = useWords();
  const isPerson = isPersonOnly(useSession().me);
  return (
    <header className={styles.bar} data-no-print>
      <ActionIcon className={styles.menu} aria-label={t('web:menu.label')} onClick={onMenu}>
        <IconMenu2 size={20} />
      </ActionIcon>
      <To to={paths.home()} plain className={styles.mark} aria-label={t('web:menu.home')}>
        <Mark size={28} />
      </To>
      {!isPerson && (
        <button type="button" className={styles.search} onClick={onSearch} aria-keyshortcuts="Control+K">
          <IconSearch size={17} aria-hidden />
          <span className={styles.searchWords}>{t('web:search.hint')}</span>
          <kbd dir="ltr">Ctrl K</kbd>
        </button>
      )}
      <div className={styles.right}>
        {onTour && (
          <button type="button" className={styles.tour} onClick={onTour}>
            <IconRoute2 size={18} aria-hidden />
            <span>{t('web:tour.open')}</span>
          </button>
        )}
        <BodySwitcher />
        <LanguageSwitch />
        <Tooltip label={t('web:keys.title')}>
          <ActionIcon className={styles.wide} aria-label={t('web:keys.title')} onClick={onKeys}>
            <IconKeyboard size={20} />
          </ActionIcon>
        </Tooltip>
        {!isPerson && <WorkBell />}
        <UserMenu />
      </div>
    </header>
  );
}
