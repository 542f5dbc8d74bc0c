/** Asking the source, and what would become of its first rows: nothing is stored. */
import { Button } from '@mantine/core';
import { useMemo } from 'react';
import {
  dryRunConnector,
  testConnector,
  type ConnectorPage,
  type DryRun,
} from '../../src/exchange/connectors/connector-contract.ts';
import type { Answer } from '../../src/platform/http/endpoint.ts';
import { useCommand } from '../api.ts';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { Panel, Row, Stack } from '../ui/page.tsx';
import { Code, UserText } from '../ui/values.tsx';
import { State } from '../ui/verdict.tsx';
import { useConnectorWords } from './connector-words.tsx';

export function ConnectorTrial({ connector }: { readonly connector: ConnectorPage }) {
  const { t } = useConnectorWords();
  const test = useCommand(testConnector);
  const dry = useCommand(dryRunConnector);
  const { ok, reason } = connector.may.run;
  const params = { connector: connector.code };
  return (
    <Panel
      title={t('dryRunTitle')}
      actions={
        <Row>
          <Button
            variant="default"
            disabled={!ok}
            title={reason ?? undefined}
            loading={test.isPending}
            onClick={() => test.mutate({ params, body: {} })}
          >
            {t('test')}
          </Button>
          <Button
            variant="default"
            disabled={!ok}
            title={reason ?? undefined}
            loading={dry.isPending}
            onClick={() => dry.mutate({ params, body: {} })}
          >
            {t('dryRun')}
          </Button>
        </Row>
      }
    >
      <Stack>
        {!ok && <p>{reason}</p>}
        <ProblemNotice error={test.error} />
        {test.data && <Tested answer={test.data} />}
        <ProblemNotice error={dry.error} />
        {dry.data && <Tried answer={dry.data} />}
      </Stack>
    </Panel>
  );
}

function Tested({ answer }: { readonly answer: Answer<typeof testConnector> }) {
  const { t } = useConnectorWords();
  return (
    <Notice tone="good" live title={t('tested', { columns: answer.columns.join(', ') })}>
      {answer.offered.length > 0 && (
        <>
          {t('offered')}:
          <ul>
            {answer.offered.map((one) => (
              <li key={one.path}>
                <Code>{one.path}</Code> <UserText>{one.summary}</UserText>
              </li>
            ))}
          </ul>
        </>
      )}
    </Notice>
  );
}

function Tried({ answer }: { readonly answer: DryRun }) {
  const { t } = useConnectorWords();
  const { rows, columns, sample, findings } = answer;
  const sampleColumns = useMemo<readonly Column<readonly string[]>[]>(
    () =>
      columns.map(({ header, field }, i) => ({
        id: String(i),
        head: field === null ? `${header} (–)` : header,
        width: 140,
        cell: (row) => <UserText>{row[i]}</UserText>,
      })),
    [columns],
  );
  return (
    <>
      <Notice tone={answer.wrong > 0 ? 'warn' : 'good'} live>
        {t('dryRunCounts', { ...answer, rows })}
      </Notice>
      <DataTable
        id="exchange.sample"
        label={t('dryRunTitle')}
        plain
        columns={sampleColumns}
        rows={sample}
        rowKey={(row) => row.join('\u0000')}
      />
      {findings.length > 0 && (
        <ul>
          {findings.map((one, i) => (
            <li key={i}>
              <State tone={one.severity === 'error' ? 'bad' : 'warn'}>
                {one.row} · {one.label}
              </State>{' '}
              <UserText>{one.message}</UserText>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
