/** The records that fail one rule: each a way to the record that is to be mended. */
import { useMemo } from 'react';
import type { Static } from 'typebox';
import { listDefects, type Defect } from '../../src/quality/contract.ts';
import { usePages } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { Panel, Row } from '../ui/page.tsx';
import { To } from '../ui/to.tsx';

interface DefectsProps {
  readonly register: string;
  readonly rule: string;
  readonly field: string;
}
type Line = Static<typeof Defect>;

export function Defects({ register, rule, field }: DefectsProps) {
  const { t, say } = useWords('web-registers');
  const defects = usePages(listDefects, {
    params: { register },
    query: { rule, ...(field && { field }), limit: 100 },
  });
  const columns = useMemo<readonly Column<Line>[]>(
    () => [
      {
        id: 'message',
        head: t('defect.message'),
        width: 360,
        grow: true,
        wrap: true,
        cell: ({ message }) => say(message),
      },
      {
        id: 'body',
        head: t('quality.body'),
        width: 260,
        sortBy: ({ body }) => say(body.names),
        cell: ({ body }) => say(body.names),
      },
      {
        id: 'record',
        head: t('defect.record'),
        width: 160,
        cell: ({ record }) => <To to={paths.record(register, record)}>{t('defect.open')}</To>,
      },
    ],
    [t, say, register],
  );
  return (
    <>
      <Row>
        <To to={paths.quality(register)}>{t('defect.back')}</To>
      </Row>
      <Panel title={t('defect.title')} flush>
        <DataTable
          id="quality.defects"
          label={t('defect.title')}
          columns={columns}
          rows={defects.items}
          rowKey={({ record, rule: name, field: of }) => `${record}/${name}/${of ?? ''}`}
          loading={defects.loading}
          error={defects.error}
          onRetry={defects.again}
          hasMore={defects.hasMore}
          loadingMore={defects.loadingMore}
          onMore={defects.more}
        />
      </Panel>
    </>
  );
}
