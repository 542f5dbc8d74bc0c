/** What was wrong with the files, by place and with a remedy; and the scores of the bodies that ask. */
import { useMemo } from 'react';
import type { checkForm } from '../../../src/registers/radar/radar-contract.ts';
import type { Answer } from '../../../src/platform/http/endpoint.ts';
import { useWords } from '../../i18n.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Panel } from '../../ui/page.tsx';
import { Code, Num } from '../../ui/values.tsx';
import { State } from '../../ui/verdict.tsx';

type Report = Answer<typeof checkForm>;
type Finding = Report['findings'][number];
type BodyLine = Report['bodies'][number];

export function RadarFindings({ findings }: { readonly findings: readonly Finding[] }) {
  const { t } = useWords('web-once');
  const columns = useMemo<readonly Column<Finding>[]>(
    () => [
      {
        id: 'place',
        head: t('radar.place'),
        width: 260,
        wrap: true,
        cell: ({ file, sheet, line, pointer }) => (
          <>
            <bdi>{file}</bdi> <Code soft>{[sheet, line, pointer].filter((one) => one !== undefined).join(' ')}</Code>
          </>
        ),
      },
      {
        id: 'message',
        head: t('radar.findings'),
        width: 340,
        wrap: true,
        cell: ({ severity, message }) => (
          <State tone={severity === 'error' ? 'bad' : 'warn'}>
            <span dir="auto">{message}</span>
          </State>
        ),
      },
      { id: 'remedy', head: t('radar.reason'), width: 380, grow: true, wrap: true, cell: ({ remedy }) => remedy },
    ],
    [t],
  );
  return (
    <Panel flush title={t('radar.findings')}>
      <DataTable
        id="registers.radarFindings"
        label={t('radar.findings')}
        columns={columns}
        rows={findings}
        rowKey={(one) => String(findings.indexOf(one))}
        total={findings.length}
      />
    </Panel>
  );
}

export function RadarBodies({ bodies }: { readonly bodies: readonly BodyLine[] }) {
  const { t } = useWords('web-once');
  const columns = useMemo<readonly Column<BodyLine>[]>(
    () => [
      {
        id: 'body',
        head: t('radar.body'),
        width: 240,
        grow: true,
        cell: ({ body }) => <bdi>{body || t('radar.nobody')}</bdi>,
      },
      { id: 'forms', head: t('radar.forms'), width: 110, align: 'end', cell: ({ forms }) => <Num value={forms} /> },
      {
        id: 'before',
        head: t('radar.before'),
        width: 130,
        align: 'end',
        cell: ({ counts }) => <Num value={counts.asked} />,
      },
      {
        id: 'after',
        head: t('radar.after'),
        width: 130,
        align: 'end',
        cell: ({ counts }) => <Num value={counts.after} />,
      },
      {
        id: 'score',
        head: t('radar.score'),
        width: 170,
        align: 'end',
        sortBy: ({ counts }) => counts.score,
        cell: ({ counts }) => <Num value={counts.score} />,
      },
    ],
    [t],
  );
  return (
    <Panel flush title={t('radar.bodies')}>
      <DataTable
        id="registers.radarBodies"
        label={t('radar.bodies')}
        columns={columns}
        rows={bodies}
        rowKey={({ body }) => body}
        total={bodies.length}
      />
    </Panel>
  );
}
