/** Totals of one day's codes in the codes of another day or list: nothing is lost, and what is estimated is said. */
import { Button, Select, Textarea } from '@mantine/core';
import { IconDownload, IconFileSpreadsheet } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { recutSeries, recutWorkbook, type RecutAnswer } from '../../src/dictionary/contract.ts';
import type { CallInput } from '../../src/platform/http/call.ts';
import { askRaw, saveFile, useCommand } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths, withView } from '../paths.ts';
import { StatCard } from '../ui/cards.tsx';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { DayInput } from '../ui/day-input.tsx';
import { FileDrop } from '../ui/file-drop.tsx';
import { today } from '../ui/format.ts';
import { useAddressPart, useView } from '../ui/hooks.ts';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { Cards, Panel, Row } from '../ui/page.tsx';
import { Loading } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Code, Num } from '../ui/values.tsx';
import { CodeListFrame, useCodeLists } from './code-list-tabs.tsx';
import { readSeries, writeCsv } from './series-text.ts';

const LIMIT = 16 * 1024 * 1024;

export function RecutPage() {
  const { t, say } = useWords('web-codes');
  const list = useAddressPart('list');
  const [view, show] = useView({ from: '', to: today(new Date()), toList: '' });
  const [text, setText] = useState('');
  const [file, setFile] = useState<File>();
  const read = useMemo(() => readSeries(text), [text]);
  const recut = useCommand(recutSeries);
  const lists = useCodeLists();
  const [carried, setCarried] = useState<Asked>();
  const carry = () => {
    const asked: Asked = {
      params: { list },
      body: {
        series: [...read.rows],
        to: view.to,
        ...(view.from !== '' && { from: view.from }),
        ...(view.toList !== '' && { toList: view.toList }),
      },
    };
    setCarried(asked);
    recut.mutate(asked);
  };
  const drop = (given: File) => {
    setFile(given);
    void given.text().then(setText);
  };
  return (
    <CodeListFrame list={list} current={paths.recut(list)} lead={t('web-codes:recut.lead')}>
      <Row>
        <DayInput label={t('web-codes:recut.from')} value={view.from} onChange={(from) => show({ from })} />
        <DayInput
          label={t('web-codes:recut.to')}
          value={view.to}
          onChange={(to) => show({ to: to || today(new Date()) })}
        />
        <Select
          label={t('web-codes:recut.toList')}
          placeholder={t('web-codes:recut.sameList')}
          searchable
          clearable
          w={300}
          data={lists
            .filter(({ code }) => code !== list)
            .map(({ code, names }) => ({ value: code, label: `${say(names)} (${code})` }))}
          value={view.toList === '' ? null : view.toList}
          onChange={(toList) => show({ toList: toList ?? '' })}
        />
      </Row>
      <FileDrop
        label={t('web-codes:recut.drop')}
        hint={t('web-codes:recut.hint')}
        accept=".csv,.txt,.tsv"
        file={file}
        onFile={drop}
        limit={LIMIT}
      />
      <Textarea
        label={t('web-codes:recut.paste')}
        rows={6}
        dir="ltr"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Row end>
        <span>{t('web-codes:recut.rows', { count: read.rows.length })}</span>
        <Button onClick={carry} disabled={read.rows.length === 0}>
          {t('web-codes:recut.carry')}
        </Button>
      </Row>
      {read.unread.length > 0 && (
        <Notice tone="warn">{t('web-codes:recut.unread', { lines: read.unread.slice(0, 20).join(', ') })}</Notice>
      )}
      <ProblemNotice error={recut.error} />
      {recut.isPending && <Loading shape="card" />}
      {recut.data && carried && !recut.isPending && <Result answer={recut.data} asked={carried} />}
    </CodeListFrame>
  );
}

/** What was carried: the workbook is made of the same, whatever was typed since. */
type Asked = CallInput<typeof recutSeries>;

interface ResultProps {
  readonly answer: RecutAnswer;
  readonly asked: Asked;
}

function Result({ answer, asked }: ResultProps) {
  const { t } = useWords('web-codes');
  const whole = answer.total === answer.carried;
  const estimated = answer.rows.filter((row) => row.because.length > 0).length;
  return (
    <>
      <Cards min={180}>
        <StatCard label={t('web-codes:recut.total')} value={<Num value={Number(answer.total)} />} />
        <StatCard
          label={t('web-codes:recut.carried')}
          value={<Num value={Number(answer.carried)} />}
          tone={whole ? 'good' : 'warn'}
        />
        <StatCard label={t('web-codes:recut.exactRows')} value={<Num value={answer.rows.length - estimated} />} />
        <StatCard label={t('web-codes:recut.estimatedRows')} value={<Num value={estimated} />} />
        <StatCard
          label={t('web-codes:recut.apart')}
          value={<Num value={answer.apart.length} />}
          {...(answer.apart.length > 0 ? { tone: 'warn' as const } : {})}
        />
      </Cards>
      <Rows answer={answer} asked={asked} />
      {answer.apart.length > 0 && <Apart answer={answer} />}
    </>
  );
}

/** The table as a file: the browser makes it, no second request. */
function useDownload(answer: RecutAnswer): string {
  const { t, say } = useWords('web-codes');
  return useMemo(() => {
    const head = ['code', 'name', 'value', 'exact', 'estimated', 'because', 'from'];
    const rows = answer.rows.map((row) => [
      row.code,
      say(row.names),
      row.value,
      row.exact,
      row.estimated,
      row.because.map((one) => t(`web-codes:recut.because.${one}`)).join('; '),
      row.from.join(' '),
    ]);
    return `data:text/csv;charset=utf-8,${encodeURIComponent(writeCsv([head, ...rows]))}`;
  }, [answer, t, say]);
}

/** The node makes the workbook; the browser hands it on. */
function ExcelButton({ asked, name }: { readonly asked: Asked; readonly name: string }) {
  const { t, language } = useWords('web-codes');
  const make = useMutation({
    mutationFn: async () => saveFile(await askRaw(recutWorkbook, { ...asked, query: { language } }), name),
  });
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconFileSpreadsheet size={17} />}
        loading={make.isPending}
        onClick={() => make.mutate()}
      >
        {t('web-codes:recut.downloadExcel')}
      </Button>
      <ProblemNotice error={make.error} />
    </>
  );
}

function Rows({ answer, asked }: ResultProps) {
  const { t, say } = useWords('web-codes');
  const href = useDownload(answer);
  const { list, toList = list, to } = answer;
  const columns = useMemo<readonly Column<RecutAnswer['rows'][number]>[]>(
    () => [
      {
        id: 'code',
        head: t('web:codeList.code'),
        width: 120,
        cell: ({ code }) => (
          <To to={withView(paths.codeList(toList), { code, on: to })}>
            <Code>{code}</Code>
          </To>
        ),
      },
      { id: 'name', head: t('web-codes:crosswalk.name'), width: 220, grow: true, cell: ({ names }) => say(names) },
      ...(['value', 'exact', 'estimated'] as const).map((name) => ({
        id: name,
        head: t(`web-codes:recut.${name}`),
        width: 130,
        align: 'end' as const,
        sortBy: (row: RecutAnswer['rows'][number]) => Number(row[name]),
        cell: (row: RecutAnswer['rows'][number]) => <Num value={Number(row[name])} />,
      })),
      {
        id: 'because',
        head: t('web-codes:recut.why'),
        width: 220,
        wrap: true,
        cell: ({ because }) => because.map((one) => t(`web-codes:recut.because.${one}`)).join('; ') || '–',
      },
      {
        id: 'from',
        head: t('web-codes:recut.madeOf'),
        width: 200,
        wrap: true,
        cell: ({ from }) => <Code soft>{from.join(' ')}</Code>,
      },
    ],
    [t, say, toList, to],
  );
  return (
    <Panel
      flush
      title={t('web-codes:recut.result')}
      actions={
        <>
          <Button
            component="a"
            href={href}
            download={`${list}-${to}.csv`}
            variant="default"
            leftSection={<IconDownload size={17} />}
          >
            {t('web-codes:recut.download')}
          </Button>
          <ExcelButton asked={asked} name={`${list}-${to}.xlsx`} />
        </>
      }
    >
      <DataTable
        id="dictionary.recut"
        label={t('web-codes:recut.result')}
        columns={columns}
        rows={answer.rows}
        rowKey={({ code }) => code}
        rowTone={({ because }) => (because.length > 0 ? 'warn' : undefined)}
        plain
      />
    </Panel>
  );
}

function Apart({ answer }: { readonly answer: RecutAnswer }) {
  const { t } = useWords('web-codes');
  const columns = useMemo<readonly Column<RecutAnswer['apart'][number]>[]>(
    () => [
      { id: 'row', head: t('web:codeImport.row'), width: 80, align: 'end', cell: ({ row }) => <Num value={row} /> },
      { id: 'code', head: t('web:codeList.code'), width: 130, cell: ({ code }) => <Code>{code}</Code> },
      {
        id: 'value',
        head: t('web-codes:recut.value'),
        width: 130,
        align: 'end',
        cell: ({ value }) => <bdi>{value}</bdi>,
      },
      {
        id: 'reason',
        head: t('web-codes:recut.why'),
        width: 320,
        grow: true,
        cell: ({ reason }) => t(`web-codes:reasons.${reason}`),
      },
    ],
    [t],
  );
  return (
    <Panel flush title={t('web-codes:recut.apart')} note={t('web-codes:recut.apartNote')}>
      <DataTable
        id="dictionary.recut.apart"
        label={t('web-codes:recut.apart')}
        columns={columns}
        rows={answer.apart}
        rowKey={({ row, reason }) => `${String(row)} ${reason}`}
        plain
      />
    </Panel>
  );
}
