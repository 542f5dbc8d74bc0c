/** A page of those who work here, asked for by the person whom data describe: said plainly, with the way to what is hers. */
import { Button } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { Page, Panel } from '../ui/page.tsx';
import { EmptyState } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';

export function NotHersPage() {
  const { t } = useWords();
  return (
    <Page title={t('web:notHers.title')} width="reading">
      <Panel>
        <EmptyState
          icon={IconEye}
          title={t('web:notHers.words')}
          action={
            <Button component={To} to={paths.window()}>
              {t('web:notHers.window')}
            </Button>
          }
        >
          {t('web:notHers.help')}
        </EmptyState>
      </Panel>
    </Page>
  );
}
