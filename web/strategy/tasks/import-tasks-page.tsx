/** The task list back from Excel: first what would change and what is wrong, then the button that stores it. */
import { Button, Textarea } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { exportTasks, importTasks, type TaskImport } from '../../../src/strategy/contract.ts';
import { fileAddress, useCommand } from '../../api.ts';
import { paths } from '../../paths.ts';
import { StatCard } from '../../ui/cards.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { FileDrop } from '../../ui/file-drop.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Cards, Page, Panel, Row } from '../../ui/page.tsx';
import { EmptyState, Loading } from '../../ui/states.tsx';
import { To } from '../../ui/to.tsx';
import { Code, Num } from '../../ui/values.tsx';
import { Tag } from '../../ui/verdict.tsx';
import { useMay } from '../../ui/may.ts';
import { OffButton } from '../../ui/off-button.tsx';
import { useStrategyWords } from '../strategy-words.tsx';
import styles from '../strategy.module.css';

const TYPE = 'application/octet-stream';
const LIMIT = 20 * 1024 * 1024;

export function ImportTasksPage() {
  const { t } = useStrategyWords();
  const may = useMay('strategy.import-tasks');
  const [file, setFile] = useState<File>();
  const [reason, setReason] = useState('');
  const rehearsal = useCommand(importTasks);
  const storing = useCommand(importTasks, { refreshes: ['strategy'] });
  const take = (given: File) => {
    setFile(given);
    storing.reset();
    rehearsal.mutate({ query: { dryRun: true }, upload: { content: given, type: TYPE } });
  };
  const answer = storing.data ?? rehearsal.data;
  const waiting = rehearsal.isPending || storing.isPending;
  return (
    <Page
      title={t('import.title')}
      lead={t('import.lead')}
      crumbs={[
        { label: t('web:menu.strategy'), to: paths.strategy() },
        { label: t('tabs.tasks'), to: paths.tasks() },
      ]}
      actions={<Template />}
    >
      {may.reason && <Notice>{may.reason}</Notice>}
      <FileDrop
        label={t('import.drop')}
        hint={t('import.hint')}
        accept=".xlsx,.xls,.ods,.csv"
        file={file}
        onFile={take}
        disabled={!may.allowed}
        limit={LIMIT}
      />
      <ProblemNotice error={storing.error ?? rehearsal.error} />
      {waiting && <Loading shape="card" />}
      {!waiting && answer && (
        <Result
          answer={answer}
          reason={needsReason(answer) && <Reason value={reason} onChange={setReason} />}
          store={
            answer.stored || answer.findings.length > 0 || answer.differences.length === 0 ? undefined : (
              <OffButton
                may={may}
                onClick={() =>
                  file &&
                  storing.mutate({
                    query: { dryRun: false, ...(reason.trim() && { reason: reason.trim() }) },
                    upload: { content: file, type: TYPE },
                  })
                }
              >
                {t('import.store', { count: answer.differences.length })}
              </OffButton>
            )
          }
        />
      )}
    </Page>
  );
}

/** Another deadline or lead of a task that is there. */
const needsReason = ({ stored, differences }: TaskImport) =>
  !stored &&
  differences.some(
    ({ kind, columns }) => kind === 'changed' && columns.some(({ column }) => column === 'due' || column === 'lead'),
  );

function Reason({ value, onChange }: { readonly value: string; readonly onChange: (reason: string) => void }) {
  const { t } = useStrategyWords();
  return (
    <Textarea
      label={t('plan.reason')}
      required
      dir="auto"
      autosize
      maxLength={2000}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function Template() {
  const { t, language } = useStrategyWords();
  return (
    <Button
      component="a"
      variant="default"
      href={fileAddress(exportTasks, { query: { language } })}
      download
      leftSection={<IconDownload size={17} />}
    >
      {t('tasks.toExcel')}
    </Button>
  );
}

interface ResultProps {
  readonly answer: TaskImport;
  readonly reason: React.ReactNode;
  readonly store: React.ReactNode;
}

function Result({ answer, reason, store }: ResultProps) {
  const { t } = useStrategyWords();
  return (
    <>
      {answer.stored && (
        <Notice tone="good" live title={t('import.stored')} action={<To to={paths.tasks()}>{t('import.see')}</To>}>
          {t('import.summary', { ...answer })}
        </Notice>
      )}
      <Cards min={180}>
        <StatCard label={t('import.read')} value={<Num value={answer.read} />} />
        <StatCard label={t('import.added')} value={<Num value={answer.added} />} />
        <StatCard label={t('import.changed')} value={<Num value={answer.changed} />} />
        <StatCard label={t('import.unchanged')} value={<Num value={answer.unchanged} />} />
        <StatCard
          label={t('import.findings')}
          value={<Num value={answer.findings.length} />}
          {...(answer.findings.length > 0 ? { tone: 'warn' as const } : {})}
        />
      </Cards>
      {answer.findings.length > 0 ? <Findings answer={answer} /> : <Differences answer={answer} />}
      {store && reason}
      {store && <Row end>{store}</Row>}
    </>
  );
}

function Findings({ answer }: { readonly answer: TaskImport }) {
  const { t } = useStrategyWords();
  const columns = useMemo<readonly Column<TaskImport['findings'][number]>[]>(
    () => [
      { id: 'row', head: t('import.row'), width: 80, align: 'end', cell: ({ row }) => <Num value={row} /> },
      {
        id: 'column',
        head: t('import.column'),
        width: 160,
        cell: ({ column }) => t(`strategy:tasks.columns.${column}`),
      },
      { id: 'message', head: t('import.message'), width: 320, grow: true, wrap: true, cell: ({ message }) => message },
    ],
    [t],
  );
  return (
    <Panel flush title={t('import.findings')} note={t('import.nothingStored')}>
      <DataTable
        id="strategy.import.findings"
        label={t('import.findings')}
        columns={columns}
        rows={answer.findings}
        rowKey={({ row, column, message }) => `${row}-${column}-${message}`}
        plain
      />
    </Panel>
  );
}

function Differences({ answer }: { readonly answer: TaskImport }) {
  const { t } = useStrategyWords();
  if (answer.differences.length === 0) return <EmptyState title={t('import.same')} />;
  return (
    <Panel title={t('import.differences')} note={answer.stored ? undefined : t('import.notYet')}>
      <ul className={styles.list}>
        {answer.differences.map((one) => (
          <li key={one.row} className={styles.difference}>
            <span>
              <Code soft>{one.code}</Code> <span dir="auto">{one.name}</span>
            </span>
            <ul className={styles.list}>
              {one.columns.map(({ column, before, after }) => (
                <li key={column}>
                  <span className={styles.label}>{t(`strategy:tasks.columns.${column}`)}: </span>
                  <span dir="auto">
                    {before && <del>{before}</del>} <ins>{after || '–'}</ins>
                  </span>
                </li>
              ))}
            </ul>
            <Tag tone={one.kind === 'added' ? 'good' : 'info'}>{t(`web:diff.${one.kind}`)}</Tag>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
