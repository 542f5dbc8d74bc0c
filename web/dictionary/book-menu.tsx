/** The whole dictionary as a book to read, in every language of the node: on the screen or in Word. */
import { Button, Menu } from '@mantine/core';
import { IconBook2, IconFileTypeDocx, IconFileTypeHtml } from '@tabler/icons-react';
import { Fragment } from 'react';
import { getBook } from '../../src/dictionary/contract.ts';
import { fileAddress } from '../api.ts';
import { useSession } from '../session.tsx';
import { useDictionaryWords } from './attribute-words.tsx';

const icons = { html: IconFileTypeHtml, docx: IconFileTypeDocx } as const;

export function BookMenu() {
  const { t } = useDictionaryWords();
  const { languages } = useSession().session;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconBook2 size={17} />}>
          {t('book.open')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {languages.map((language) => (
          <Fragment key={language}>
            <Menu.Label>{t(`web:language.${language}`, { defaultValue: language })}</Menu.Label>
            {(['html', 'docx'] as const).map((format) => {
              const Icon = icons[format];
              return (
                <Menu.Item
                  key={format}
                  component="a"
                  download
                  href={fileAddress(getBook, { params: { format }, query: { language } })}
                  leftSection={<Icon size={17} />}
                >
                  {t(`book.${format}`)}
                </Menu.Item>
              );
            })}
          </Fragment>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
