/** The round that is open: who has accounted for its records. */
import { useMemo } from 'react';
import type { Static } from 'typebox';
import { listReporting, type ReportingRow } from '../../src/quality/contract.ts';
import { useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { Panel } from '../ui/page.tsx';
import { To } from '../ui/to.tsx';
import { Day, Num } from '../ui/values.tsx';
import { State } from '../ui/verdict.tsx';

type Reporter = Static<typeof ReportingRow>;

export function Reporting({ register }: { readonly register: string }) {
  const { t } = useWords('web-registers');
  const query = useEndpoint(listReporting, { params: { register } });
  if (!query.data || query.data.items.length === 0) return null;
  const { items, reported, reporters } = query.data;
  return (
    <Panel title={t('reporting.title')} note={t('reporting.of', { reported, count: reporters })} flush>
      <Reporters items={items} register={register} />
    </Panel>
  );
}

function Reporters({ items, register }: { readonly items: readonly Reporter[]; readonly register: string }) {
  const { t, say } = useWords('web-registers');
  const columns = useMemo<readonly Column<Reporter>[]>(
    () => [
      {
        id: 'body',
        head: t('quality.body'),
        width: 220,
        grow: true,
        cell: ({ body }) => <To to={paths.bodyRegister(body.code, register)}>{say(body.names)}</To>,
      },
      {
        id: 'expected',
        head: t('reporting.expected'),
        width: 150,
        align: 'end',
        cell: ({ expected }) => <Num value={expected} />,
      },
      {
        id: 'state',
        head: t('reporting.state'),
        width: 300,
        cell: (row) => <Standing row={row} />,
      },
      { id: 'due', head: t('reporting.due'), width: 130, cell: ({ due }) => <Day value={due} /> },
      {
        id: 'signed',
        head: t('reporting.signed'),
        width: 220,
        cell: ({ signedBelow, signedAbove }) => (
          <>
            <Day value={signedBelow} /> / <Day value={signedAbove} />
          </>
        ),
      },
      {
        id: 'differences',
        head: t('reporting.differences'),
        width: 130,
        align: 'end',
        cell: ({ differences }) => <Num value={differences} />,
      },
    ],
    [t, say, register],
  );
  return (
    <DataTable
      id="quality.reporting"
      label={t('reporting.title')}
      plain
      columns={columns}
      rows={items}
      rowKey={({ body }) => String(body.id)}
    />
  );
}

function Standing({ row }: { readonly row: Reporter }) {
  const { t } = useWords('web-registers');
  if (row.reported) return <State tone="good">{t('reporting.reported')}</State>;
  if (row.workingDays < 0) return <State tone="bad">{t('web:work.late', { count: Math.abs(row.workingDays) })}</State>;
  return <State tone="busy">{t('web:work.left', { count: row.workingDays })}</State>;
}
