/** Code lists, with how many codes are in force. */
import { useMemo } from 'react';
import { listCodeLists, type CodeListSummary } from '../../src/dictionary/contract.ts';
import { useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { Page } from '../ui/page.tsx';
import { To } from '../ui/to.tsx';
import { Code, Num } from '../ui/values.tsx';
import { CodeListLink, DictionaryTabs } from './words.tsx';

export function CodeListsPage() {
  const { t, say } = useWords();
  const lists = useEndpoint(listCodeLists, { query: {} });
  const columns = useMemo<readonly Column<CodeListSummary>[]>(
    () => [
      {
        id: 'name',
        head: t('web:codeList.name'),
        width: 260,
        grow: true,
        sortBy: ({ names }) => say(names),
        cell: ({ code, names }) => <To to={paths.codeList(code)}>{say(names)}</To>,
      },
      {
        id: 'code',
        head: t('web:codeList.code'),
        width: 200,
        sortBy: ({ code }) => code,
        cell: ({ code }) => <Code>{code}</Code>,
      },
      {
        id: 'codes',
        head: t('web:codeList.codes'),
        width: 140,
        align: 'end',
        sortBy: ({ codes }) => codes,
        cell: ({ codes }) => <Num value={codes} />,
      },
      {
        id: 'version',
        head: t('web:dictionary.versionHead'),
        width: 110,
        align: 'end',
        cell: ({ version }) => <Code soft>{version}</Code>,
      },
      {
        id: 'parent',
        head: t('web:codeList.parentList'),
        width: 180,
        cell: ({ parentList }) => (parentList ? <CodeListLink list={parentList} /> : '–'),
      },
      {
        id: 'kind',
        head: t('web:codeList.kind'),
        width: 190,
        sortBy: ({ kind }) => kind,
        cell: ({ kind }) => t(`web:codeList.kinds.${kind}`, { defaultValue: kind }),
      },
    ],
    [t, say],
  );
  return (
    <Page title={t('web:menu.dictionary')} lead={t('web:codeList.lead')}>
      <DictionaryTabs current={paths.codeLists()} />
      <DataTable
        id="dictionary.codeLists"
        label={t('web:menu.codeLists')}
        columns={columns}
        rows={lists.data?.items ?? []}
        rowKey={({ code }) => code}
        loading={lists.isPending}
        error={lists.error}
        onRetry={() => void lists.refetch()}
      />
    </Page>
  );
}
