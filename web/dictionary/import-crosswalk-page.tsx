/** A crosswalk from a file: first what would change, side by side, and what is wrong; then the button that stores it. */
import { Button, Select, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { importCrosswalk, type CrosswalkImportAnswer } from '../../src/dictionary/contract.ts';
import { askDecisions } from '../../src/governance/contract.ts';
import { useCommand, useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths, withView } from '../paths.ts';
import { StatCard } from '../ui/cards.tsx';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { DayInput } from '../ui/day-input.tsx';
import { FileDrop } from '../ui/file-drop.tsx';
import { formatNumber } from '../ui/format.ts';
import { useAddressPart, useView } from '../ui/hooks.ts';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { Cards, Panel, Row } from '../ui/page.tsx';
import { Loading } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Code, Num } from '../ui/values.tsx';
import { CodeListFrame, useCodeLists } from './code-list-tabs.tsx';

const LIMIT = 64 * 1024 * 1024;

interface Reading {
  readonly to: string;
  readonly columns: string;
  readonly on: string;
  readonly toOn: string;
}

function useImport(list: string, { to, columns, on, toOn }: Reading) {
  const [file, setFile] = useState<File>();
  const rehearsal = useCommand(importCrosswalk);
  const storing = useCommand(importCrosswalk, { refreshes: ['dictionary'] });
  const input = (given: File, dryRun: boolean) => ({
    params: { list, to },
    query: {
      format: /\.ttl$/i.test(given.name) ? ('turtle' as const) : ('csv' as const),
      dryRun,
      ...(columns !== '' && { columns }),
      ...(on !== '' && { on }),
      ...(toOn !== '' && { toOn }),
    },
    upload: { content: given, type: 'application/octet-stream' },
  });
  const look = (given: File) => {
    setFile(given);
    storing.reset();
    rehearsal.mutate(input(given, true));
  };
  return {
    file,
    look,
    store: () => file && storing.mutate(input(file, false)),
    waiting: rehearsal.isPending || storing.isPending,
    error: storing.error ?? rehearsal.error,
    answer: storing.data ?? rehearsal.data,
    stored: storing.data !== undefined,
  };
}

export function ImportCrosswalkPage() {
  const { t, say } = useWords('web-codes');
  const list = useAddressPart('list');
  const [reading, read] = useView({ to: '', columns: '', on: '', toOn: '' });
  const lists = useCodeLists();
  const asked = useEndpoint(askDecisions, { body: [{ permission: importCrosswalk.permission }] });
  const refused = asked.data?.[0]?.allowed === false;
  const doing = useImport(list, reading);
  return (
    <CodeListFrame list={list} current={paths.crosswalks(list)} lead={t('web-codes:import.lead')}>
      {refused && <Notice>{t('web:codeImport.notYours')}</Notice>}
      <Row>
        <Select
          label={t('web-codes:crosswalk.other')}
          searchable
          w={320}
          data={lists.map(({ code, names }) => ({ value: code, label: `${say(names)} (${code})` }))}
          value={reading.to === '' ? null : reading.to}
          onChange={(to) => read({ to: to ?? '' })}
        />
        <DayInput label={t('web-codes:crosswalk.onHere')} value={reading.on} onChange={(on) => read({ on })} />
        <DayInput label={t('web-codes:crosswalk.onThere')} value={reading.toOn} onChange={(toOn) => read({ toOn })} />
        <TextInput
          label={t('web:codeImport.columns')}
          placeholder="from=Old,to=New,kind=Relation,share=Share"
          dir="ltr"
          value={reading.columns}
          onChange={(event) => read({ columns: event.currentTarget.value })}
        />
        {doing.file && (
          <Button variant="default" onClick={() => doing.file && doing.look(doing.file)}>
            {t('web:codeImport.lookAgain')}
          </Button>
        )}
      </Row>
      <FileDrop
        label={t('web-codes:import.drop')}
        hint={t('web-codes:import.hint')}
        accept=".csv,.ttl"
        file={doing.file}
        onFile={doing.look}
        disabled={refused || reading.to === ''}
        limit={LIMIT}
      />
      <ProblemNotice error={doing.error} />
      {doing.waiting && <Loading shape="card" />}
      {!doing.waiting && doing.answer && <Result answer={doing.answer} doing={doing} reading={reading} />}
    </CodeListFrame>
  );
}

interface ResultProps {
  readonly answer: CrosswalkImportAnswer;
  readonly doing: ReturnType<typeof useImport>;
  readonly reading: Reading;
}

function Result({ answer, doing: { stored, store }, reading }: ResultProps) {
  const { t } = useWords('web-codes');
  const { added, changed, ended, findings, coverage } = answer;
  const differs = added + changed + ended > 0;
  const there = withView(paths.crosswalk(answer.list, answer.to), { on: reading.on, toOn: reading.toOn });
  return (
    <>
      {stored ? (
        <Notice
          tone="good"
          live
          title={t('web-codes:import.stored')}
          action={<To to={there}>{t('web-codes:crosswalk.show')}</To>}
        />
      ) : (
        <Notice live title={t(`web:codeImport.${differs ? 'notYet' : 'same'}`)} />
      )}
      <Cards min={180}>
        {(['read', 'added', 'changed', 'ended', 'unchanged'] as const).map((count) => (
          <StatCard key={count} label={t(`web-codes:import.counts.${count}`)} value={<Num value={answer[count]} />} />
        ))}
        <StatCard
          label={t('web-codes:crosswalk.covered', { list: answer.list })}
          value={
            <Num
              value={coverage.from === 0 ? null : (coverage.fromLinked / coverage.from) * 100}
              percent
              decimals={1}
            />
          }
          note={t('web-codes:crosswalk.ofCodes', { linked: coverage.fromLinked, count: coverage.from })}
        />
        <StatCard
          label={t('web:codeImport.counts.findings')}
          value={<Num value={findings.length} />}
          {...(findings.length > 0 ? { tone: 'warn' as const } : {})}
        />
      </Cards>
      {findings.length > 0 && (
        <Panel title={t('web:codeImport.counts.findings')} note={t('web:codeImport.setApart')}>
          <ul>
            {findings.map(({ line, kind, value, message }) => (
              <li key={`${String(line)} ${kind} ${value}`}>{message}</li>
            ))}
          </ul>
        </Panel>
      )}
      {differs && !stored && (
        <Row end>
          <Button onClick={store}>{t('web-codes:import.store')}</Button>
        </Row>
      )}
      {answer.changes.length > 0 && <Changes answer={answer} />}
    </>
  );
}

type Change = CrosswalkImportAnswer['changes'][number];

function Changes({ answer }: { readonly answer: CrosswalkImportAnswer }) {
  const { t, language } = useWords('web-codes');
  const columns = useMemo<readonly Column<Change>[]>(() => {
    const said = (link: Change['before']) => {
      if (!link) return '–';
      const share = link.share === undefined ? '' : ` · ${formatNumber(link.share * 100, language, { percent: true })}`;
      return `${t(`web-codes:kinds.${link.kind}`)}${share}`;
    };
    return [
      { id: 'from', head: answer.list, width: 150, cell: ({ from }) => <Code>{from}</Code> },
      { id: 'to', head: answer.to, width: 150, cell: ({ to }) => <Code>{to}</Code> },
      {
        id: 'what',
        head: t('web:codeImport.what'),
        width: 130,
        cell: ({ kind }) => t(`web-codes:import.counts.${kind}`),
      },
      { id: 'before', head: t('web:codeImport.before'), width: 220, cell: ({ before }) => said(before) },
      { id: 'after', head: t('web:codeImport.after'), width: 220, grow: true, cell: ({ after }) => said(after) },
    ];
  }, [t, language, answer.list, answer.to]);
  return (
    <Panel flush title={t('web:codeImport.changes')}>
      <DataTable
        id="dictionary.importCrosswalk.changes"
        label={t('web:codeImport.changes')}
        columns={columns}
        rows={answer.changes}
        rowKey={({ from, to }) => `${from} → ${to}`}
        plain
      />
    </Panel>
  );
}
