/** No such page: said plainly, with the ways on. */
import { Button } from '@mantine/core';
import { IconMapQuestion } from '@tabler/icons-react';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { Page, Panel } from '../ui/page.tsx';
import { EmptyState } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';

export function NotFoundPage() {
  const { t } = useWords();
  return (
    <Page title={t('web:notFound.title')} width="reading">
      <span data-not-found hidden />
      <Panel>
        <EmptyState
          icon={IconMapQuestion}
          title={t('web:notFound.words')}
          action={
            <Button component={To} to={paths.home()}>
              {t('web:notFound.home')}
            </Button>
          }
        >
          {t('web:notFound.help')}
        </EmptyState>
      </Panel>
    </Page>
  );
}
