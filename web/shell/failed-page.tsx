/** A page that broke while it was drawn: what happened, and a way on. A refusal keeps its explanation. */
import type { ErrorComponentProps } from '@tanstack/react-router';
import { useWords } from '../i18n.ts';
import { Page } from '../ui/page.tsx';
import { ErrorState } from '../ui/states.tsx';

export function FailedPage({ error }: ErrorComponentProps) {
  const { t } = useWords();
  return (
    <Page title={t('web:error.title')} width="reading">
      <ErrorState error={error} onRetry={() => location.reload()} />
    </Page>
  );
}
