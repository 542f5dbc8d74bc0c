/** Each language by its own name, so that whoever is lost in another one finds the way back. */
import { Menu } from '@mantine/core';
import { IconLanguage, IconSelector } from '@tabler/icons-react';
import { languages, useWords, type Language } from '../i18n.ts';
import { useSession } from '../session.tsx';
import styles from './top-bar.module.css';

export function LanguageSwitch() {
  const { t, language } = useWords();
  const { session, chooseLanguage } = useSession();
  const offered = languages.filter((one) => session.languages.includes(one));
  const choose = (one: Language) => void chooseLanguage(one).catch(() => undefined);
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <button
          type="button"
          className={styles.chooser}
          aria-label={`${t('web:language.label')}: ${t(`web:language.${language}`)}`}
        >
          <IconLanguage size={17} aria-hidden />
          <span className={styles.languageWord}>{t(`web:language.${language}`)}</span>
          <IconSelector size={15} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {offered.map((one) => (
          <Menu.RadioItem
            key={one}
            lang={one}
            value={one}
            checked={one === language}
            closeMenuOnClick
            onChange={() => choose(one)}
          >
            {t(`web:language.${one}`)}
          </Menu.RadioItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
