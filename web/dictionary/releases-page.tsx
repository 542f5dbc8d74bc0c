/** Releases, newest first: numbered, immutable, and adopted body by body. */
import { useMemo } from 'react';
import { listReleases, type ReleaseSummary } from '../../src/dictionary/contract.ts';
import { useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { Page } from '../ui/page.tsx';
import { To } from '../ui/to.tsx';
import { Code, Day, Num } from '../ui/values.tsx';
import { State, Verdict, type Tone } from '../ui/verdict.tsx';
import { BookMenu } from './book-menu.tsx';
import { PublishButton } from './proposals/publish-dialog.tsx';
import { DictionaryTabs } from './words.tsx';

const tones: Readonly<Record<string, Tone>> = { breaking: 'warn', compatible: 'good', first: 'quiet' };

export function ReleasesPage() {
  const { t } = useWords();
  const releases = useEndpoint(listReleases, {});
  const columns = useMemo<readonly Column<ReleaseSummary>[]>(
    () => [
      {
        id: 'edition',
        head: t('web:release.edition'),
        width: 160,
        grow: true,
        cell: ({ number, edition, current }) => (
          <>
            <To to={paths.release(number)}>{t('web:dictionary.edition', { edition })}</To>{' '}
            {current && <Verdict tone="good">{t('web:release.inForce')}</Verdict>}
          </>
        ),
      },
      {
        id: 'number',
        head: t('web:release.number'),
        width: 110,
        align: 'end',
        cell: ({ number }) => <Num value={number} />,
      },
      {
        id: 'day',
        head: t('web:release.published'),
        width: 130,
        cell: ({ publishedAt }) => <Day value={publishedAt} />,
      },
      {
        id: 'elements',
        head: t('web:menu.elements'),
        width: 120,
        align: 'end',
        cell: ({ elements }) => <Num value={elements} />,
      },
      {
        id: 'entities',
        head: t('web:menu.entities'),
        width: 110,
        align: 'end',
        cell: ({ entities }) => <Num value={entities} />,
      },
      {
        id: 'lists',
        head: t('web:menu.codeLists'),
        width: 130,
        align: 'end',
        cell: ({ codeLists }) => <Num value={codeLists} />,
      },
      {
        id: 'verdict',
        head: t('web:release.verdict'),
        width: 190,
        cell: ({ verdict }) => <State tone={tones[verdict] ?? 'quiet'}>{t(`web:release.verdicts.${verdict}`)}</State>,
      },
      {
        id: 'adopted',
        head: t('web:release.adopted'),
        width: 140,
        align: 'end',
        cell: ({ adopted }) => <Num value={adopted} />,
      },
      {
        id: 'hash',
        head: t('web:release.hash'),
        width: 200,
        hidden: true,
        cell: ({ hash }) => <Code soft>{hash.slice(0, 16)}</Code>,
      },
    ],
    [t],
  );
  return (
    <Page
      title={t('web:menu.dictionary')}
      lead={t('web:release.lead')}
      actions={
        <>
          <BookMenu />
          <PublishButton />
        </>
      }
    >
      <DictionaryTabs current={paths.releases()} />
      <DataTable
        id="dictionary.releases"
        label={t('web:menu.releases')}
        columns={columns}
        rows={releases.data?.items ?? []}
        rowKey={({ number }) => String(number)}
        loading={releases.isPending}
        error={releases.error}
        onRetry={() => void releases.refetch()}
      />
    </Page>
  );
}
