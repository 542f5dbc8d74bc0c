/** What was wrong with the files, by place and with a remedy. */
import { useMemo } from 'react';
import type { checkForm } from '../../../src/registers/radar/radar-contract.ts';
import type { Answer } from '../../../src/platform/http/endpoint.ts';
import { useWords } from '../../i18n.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Panel } from '../../ui/page.tsx';
import { Code } from '../../ui/values.tsx';
import { State } from '../../ui/verdict.tsx';

type Report = Answer<typeof checkForm>;
type Finding = Report['findings'][number];

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
