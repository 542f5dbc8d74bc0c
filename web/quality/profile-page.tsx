/** What is in a file before anybody made rules for it: dropped, counted by column, forgotten. */
import { useMemo, useState } from 'react';
import { profileFile, type ColumnProfile } from '../../src/quality/profile/contract.ts';
import { useCommand } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { FileDrop } from '../ui/file-drop.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { Loading } from '../ui/states.tsx';
import { Code, Num } from '../ui/values.tsx';
import { QualityTabs } from './quality-tabs.tsx';

const LIMIT = 64 * 1024 * 1024;

export function ProfilePage() {
  const { t } = useWords('web-quality');
  const [file, setFile] = useState<File>();
  const profile = useCommand(profileFile);
  const columns = useColumns(profile.data?.rows ?? 0);
  const send = (next: File) => {
    setFile(next);
    profile.mutate({
      query: { fileName: next.name },
      upload: { content: next, type: 'application/octet-stream' },
    });
  };
  return (
    <Page title={t('title')} lead={t('profileLead')}>
      <QualityTabs current={paths.profileFile()} />
      <FileDrop
        label={t('profileDrop')}
        hint={t('profileHint')}
        accept=".csv,.tsv,.txt,.xlsx"
        limit={LIMIT}
        file={file}
        disabled={profile.isPending}
        onFile={send}
      />
      <ProblemNotice error={profile.error} />
      {profile.isPending && <Loading shape="table" />}
      {profile.data && (
        <Panel title={t('profileOf', { count: profile.data.rows })} flush>
          <DataTable
            id="quality.profile"
            label={t('tab.profile')}
            columns={columns}
            rows={profile.data.columns}
            rowKey={({ name }) => name}
            rowTone={({ illegal, badDays }) => (illegal + badDays > 0 ? 'bad' : undefined)}
          />
        </Panel>
      )}
    </Page>
  );
}

function useColumns(rows: number): readonly Column<ColumnProfile>[] {
  const { t } = useWords('web-quality');
  return useMemo(() => {
    const number = (
      id: keyof ColumnProfile & string,
      of: (column: ColumnProfile) => number | null,
    ): Column<ColumnProfile> => ({
      id,
      head: t(`column.${id}`),
      width: 120,
      align: 'end',
      sortBy: of,
      cell: (column) => <Num value={of(column)} />,
    });
    return [
      {
        id: 'name',
        head: t('column.name'),
        width: 200,
        grow: true,
        sortBy: ({ name }) => name,
        cell: ({ name }) => name,
      },
      {
        id: 'kind',
        head: t('column.kind'),
        width: 130,
        sortBy: ({ kind }) => kind,
        cell: ({ kind }) => t(`kind.${kind}`),
      },
      number('filled', ({ filled }) => filled),
      { ...number('filled', ({ filled }) => rows - filled), id: 'missing', head: t('column.missing') },
      number('placeholders', ({ placeholders }) => placeholders),
      number('distinct', ({ distinct }) => distinct),
      number('untrimmed', ({ untrimmed }) => untrimmed),
      number('illegal', ({ illegal }) => illegal),
      number('badDays', ({ badDays }) => badDays),
      {
        id: 'shapes',
        head: t('column.shapes'),
        width: 240,
        wrap: true,
        cell: ({ shapes }) => shapes.map((shape) => <Code key={shape}>{shape}</Code>),
      },
    ];
  }, [t, rows]);
}
