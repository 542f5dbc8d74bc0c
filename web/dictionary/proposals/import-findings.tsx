/** What an import found, by file and place. */
import { useMemo } from 'react';
import type { importProposal } from '../../../src/dictionary/proposals/proposal-release-contract.ts';
import type { Answer } from '../../../src/platform/http/endpoint.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Panel } from '../../ui/page.tsx';
import { Code } from '../../ui/values.tsx';
import { State, type Tone } from '../../ui/verdict.tsx';
import { useDictionaryWords } from '../attribute-words.tsx';

type Finding = Answer<typeof importProposal>['findings'][number];

const tones: Readonly<Record<Finding['severity'], Tone>> = { error: 'bad', warning: 'warn', note: 'quiet' };
const order = { error: 0, warning: 1, note: 2 } as const;

interface Props {
  readonly findings: readonly Finding[];
  readonly total: number;
}

export function ImportFindings({ findings, total }: Props) {
  const { t } = useDictionaryWords();
  const columns = useMemo<readonly Column<Finding>[]>(
    () => [
      {
        id: 'severity',
        head: t('import.severity'),
        width: 130,
        sortBy: ({ severity }) => order[severity],
        cell: ({ severity }) => <State tone={tones[severity]}>{t(`proposal:severity.${severity}`)}</State>,
      },
      {
        id: 'file',
        head: t('import.file'),
        width: 190,
        sortBy: ({ file }) => file,
        cell: ({ file }) => <bdi>{file}</bdi>,
      },
      {
        id: 'place',
        head: t('import.place'),
        width: 190,
        sortBy: ({ line }) => line,
        cell: ({ line, pointer }) => (
          <Code soft>{[line === undefined ? '' : String(line), pointer ?? ''].filter(Boolean).join(' ') || '–'}</Code>
        ),
      },
      {
        id: 'message',
        head: t('import.message'),
        width: 360,
        grow: true,
        wrap: true,
        cell: ({ message }) => <span dir="auto">{message}</span>,
      },
    ],
    [t],
  );
  return (
    <Panel flush title={t('import.counts.findings')}>
      <DataTable
        id="dictionary.importFindings"
        label={t('import.counts.findings')}
        columns={columns}
        rows={findings}
        rowKey={(finding) => `${finding.file}-${finding.code}-${String(findings.indexOf(finding))}`}
        total={total}
      />
    </Panel>
  );
}
