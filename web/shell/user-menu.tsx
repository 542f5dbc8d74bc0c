/** Who I am, in which posts; in a demo, whom else I can be. */
import { Menu } from '@mantine/core';
import { IconLogout, IconUrgent, IconUserCircle, IconUserShare } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { isPersonOnly, useSession } from '../session.tsx';
import { usePostWord } from '../sign-in/post-word.ts';
import { useActWords } from '../work/use-act-words.ts';
import styles from './top-bar.module.css';
import { formatList } from '../ui/format.ts';

/** First letters of the first and the last word: enough to know oneself. */
/** Of who it is; what stands after a comma says where. */
const initials = (name: string) => {
  const words = (name.split(',')[0] ?? '').split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  return [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => word?.[0]?.toUpperCase() ?? '').join('');
};

export function UserMenu() {
  const { t, say, language } = useWords();
  const { t: a } = useActWords();
  const postWord = usePostWord();
  const { me, session, enterAs, signOut } = useSession();
  const navigate = useNavigate();
  if (!me) return null;
  const become = async (account: string) => {
    await enterAs(account);
    await navigate({ to: paths.home() });
  };
  return (
    <Menu position="bottom-end" width={300}>
      <Menu.Target>
        <button
          type="button"
          className={styles.avatar}
          data-initials={initials(me.displayName)}
          aria-label={t('web:user.menu', { name: me.displayName })}
        />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <strong dir="auto">{me.displayName}</strong>
          <div>{me.body && say(me.body.name)}</div>
          <div>{formatList(me.posts.map(postWord), language)}</div>
        </Menu.Label>
        <Menu.Divider />
        {session.demo && session.enterAs.length > 0 && (
          <>
            <Menu.Label>{t('web:signIn.enterAs')}</Menu.Label>
            {session.enterAs
              .filter(({ account }) => account !== me.account)
              .map((one) => (
                <Menu.Item
                  key={one.account}
                  leftSection={<IconUserShare size={16} />}
                  onClick={() => void become(one.account)}
                >
                  <span dir="auto">{one.displayName}</span>
                </Menu.Item>
              ))}
            <Menu.Divider />
          </>
        )}
        <Menu.Item leftSection={<IconUserCircle size={16} />} onClick={() => void navigate({ to: paths.account() })}>
          {a('account.title')}
        </Menu.Item>
        {!isPersonOnly(me) && (
          <Menu.Item leftSection={<IconUrgent size={16} />} onClick={() => void navigate({ to: paths.breakGlass() })}>
            {a('breakGlass.title')}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut()}>
          {t('web:user.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
