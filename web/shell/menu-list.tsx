/** The menu as it stands at the side, and in the drawer of a narrow screen. */
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { To } from '../ui/to.tsx';
import { Brand } from './brand.tsx';
import { menuItemOf, type MenuItem } from './menu.ts';
import styles from './menu-list.module.css';

interface MenuProps {
  readonly items: readonly MenuItem[];
  readonly address: string;
  /** Without the name above: the drawer has its own head. */
  readonly bare?: boolean;
}

export function Menu({ items, address, bare = false }: MenuProps) {
  const { t } = useWords();
  const current = menuItemOf(address, items);
  return (
    <div className={styles.menu}>
      {!bare && (
        <To to={paths.home()} plain className={styles.brand}>
          <Brand />
        </To>
      )}
      <nav aria-label={t('web:menu.label')}>
        <ul className={styles.items}>
          {items.map((item) => (
            <li key={item.id}>
              <To
                to={item.to}
                plain
                className={styles.item}
                {...(item === current ? { 'aria-current': 'page' as const } : {})}
              >
                <item.icon size={19} stroke={1.7} aria-hidden />
                <span>{t(`web:menu.${item.id}`)}</span>
              </To>
            </li>
          ))}
        </ul>
      </nav>
    </div>
  );
}
