/** Codes from a file, one level or two: first what would change and what is wrong, then the button that stores it. */
import { Button, Checkbox, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { importCodes, listCodeLists, type ImportAnswer } from '../../src/dictionary/contract.ts';
import { askDecisions } from '../../src/governance/contract.ts';
import { useCommand, useEndpoint } from '../api.ts';
import { useWords, type Words } from '../i18n.ts';
import { paths } from '../paths.ts';
import { StatCard } from '../ui/cards.tsx';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { DayInput } from '../ui/day-input.tsx';
import { FileDrop } from '../ui/file-drop.tsx';
import { useAddressPart } from '../ui/hooks.ts';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { Cards, Page, Panel, Row } from '../ui/page.tsx';
import { Loading } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Code, Num } from '../ui/values.tsx';

const TYPE = 'application/octet-stream';
const LIMIT = 64 * 1024 * 1024;

/** The page takes no other endings. */
const formatOf = (name: string): 'csv' | 'yaml' | 'json' =>
  /\.csv$/i.test(name) ? 'csv' : /\.ya?ml$/i.test(name) ? 'yaml' : 'json';

/** The file, how it is read, and what came of it: looked at first, stored when told. */
function useImport(list: string) {
  const [file, setFile] = useState<File>();
  const [columns, setColumns] = useState('');
  const [from, setFrom] = useState('');
  const [older, setOlder] = useState<'keep' | 'take'>('keep');
  const rehearsal = useCommand(importCodes);
  const storing = useCommand(importCodes, { refreshes: ['dictionary'] });
  const input = (given: File, dryRun: boolean) => ({
    params: { list },
    query: {
      format: formatOf(given.name),
      dryRun,
      ...(columns !== '' && { columns }),
      ...(from !== '' && { from }),
      older,
    },
    upload: { content: given, type: TYPE },
  });
  const look = (given: File) => {
    setFile(given);
    storing.reset();
    rehearsal.mutate(input(given, true));
  };
  return {
    ...{ file, columns, setColumns, from, setFrom, older, setOlder, look },
    store: () => file && storing.mutate(input(file, false)),
    waiting: rehearsal.isPending || storing.isPending,
    error: storing.error ?? rehearsal.error,
    answer: storing.data ?? rehearsal.data,
    stored: storing.data !== undefined,
  };
}

export function ImportCodesPage() {
  const { t, say } = useWords();
  const list = useAddressPart('list');
  const lists = useEndpoint(listCodeLists, { query: {} }, { keep: true });
  const found = lists.data?.items.find(({ code }) => code === list);
  const name = found ? say(found.names) : list;
  const asked = useEndpoint(askDecisions, { body: [{ permission: importCodes.permission }] });
  const refused = asked.data?.[0]?.allowed === false;
  const ofRelease = found?.kind === 'release';
  const doing = useImport(list);
  return (
    <Page
      title={t('web:codeImport.title', { list: name })}
      mark={<Code>{list}</Code>}
      lead={t('web:codeImport.lead')}
      crumbs={[
        { label: t('web:menu.dictionary'), to: paths.dictionary() },
        { label: t('web:menu.codeLists'), to: paths.codeLists() },
        { label: name, to: paths.codeList(list) },
      ]}
    >
      {refused && <Notice>{t('web:codeImport.notYours')}</Notice>}
      {ofRelease && <Notice>{t('web:codeImport.ofRelease')}</Notice>}
      <Reading doing={doing} />
      <FileDrop
        label={t('web:codeImport.drop')}
        hint={t('web:codeImport.hint')}
        accept=".json,.csv,.yaml,.yml"
        file={doing.file}
        onFile={doing.look}
        disabled={refused || ofRelease}
        limit={LIMIT}
      />
      <ProblemNotice error={doing.error} />
      {doing.waiting && <Loading shape="card" />}
      {!doing.waiting && doing.answer && <Result answer={doing.answer} list={list} doing={doing} />}
    </Page>
  );
}

type Doing = ReturnType<typeof useImport>;

function Reading({ doing }: { readonly doing: Doing }) {
  const { t } = useWords();
  const { file, columns, setColumns, from, setFrom, older, setOlder, look } = doing;
  return (
    <Row>
      <TextInput
        label={t('web:codeImport.columns')}
        description={t('web:codeImport.columnsHint')}
        placeholder="code=Code,name=FullName,children=Wards"
        dir="ltr"
        value={columns}
        onChange={(event) => setColumns(event.currentTarget.value)}
      />
      <DayInput label={t('web:codeImport.from')} value={from} onChange={setFrom} />
      <Checkbox
        label={t('web:codeImport.older')}
        checked={older === 'take'}
        onChange={(event) => setOlder(event.currentTarget.checked ? 'take' : 'keep')}
      />
      {file && (
        <Button variant="default" onClick={() => look(file)}>
          {t('web:codeImport.lookAgain')}
        </Button>
      )}
    </Row>
  );
}

interface ResultProps {
  readonly answer: ImportAnswer;
  readonly list: string;
  readonly doing: Doing;
}

function Result({ answer, list, doing: { stored, store } }: ResultProps) {
  const { t } = useWords();
  const { added, changed, ended, findings } = answer;
  const differs = added + changed + ended > 0;
  return (
    <>
      {stored ? (
        <Notice
          tone="good"
          live
          title={t('web:codeImport.stored')}
          action={<To to={paths.codeList(list)}>{t('web:codeImport.see')}</To>}
        />
      ) : (
        <Notice live title={t(`web:codeImport.${differs ? 'notYet' : 'same'}`)} />
      )}
      <Cards min={180}>
        {countsOf(answer).map((count) => (
          <StatCard key={count} label={t(`web:codeImport.counts.${count}`)} value={<Num value={answer[count]} />} />
        ))}
        <StatCard
          label={t('web:codeImport.counts.findings')}
          value={<Num value={findings.length} />}
          {...(findings.length > 0 ? { tone: 'warn' as const } : {})}
        />
      </Cards>
      {findings.length > 0 && <Findings findings={findings} />}
      {differs && !stored && (
        <Row end>
          <Button onClick={store}>{t('web:codeImport.store')}</Button>
        </Row>
      )}
      {answer.changes.length > 0 && <Changes changes={answer.changes} />}
    </>
  );
}

/** Before and after in the reader's language, or, where that stays the same, in the first one that differs. */
function sides({ before, after }: ImportAnswer['changes'][number], say: Words['say']): readonly [string, string] {
  if (!before) return ['–', say(after)];
  const other = Object.keys(after).find((language) => before[language] !== after[language]);
  if (say(before) !== say(after) || other === undefined) return [say(before), say(after)];
  return [before[other] ?? '–', after[other] ?? '–'];
}

/** What would stand otherwise, side by side, so that nobody stores what nobody saw. */
function Changes({ changes }: Pick<ImportAnswer, 'changes'>) {
  const { t, say } = useWords();
  const columns = useMemo<readonly Column<ImportAnswer['changes'][number]>[]>(
    () => [
      {
        id: 'code',
        head: t('web:codeImport.code'),
        width: 140,
        cell: ({ list, code }) => <Code>{`${list} ${code}`}</Code>,
      },
      {
        id: 'kind',
        head: t('web:codeImport.what'),
        width: 130,
        cell: ({ kind }) => t(`web:codeImport.counts.${kind}`),
      },
      {
        id: 'before',
        head: t('web:codeImport.before'),
        width: 240,
        cell: (one) => sides(one, say)[0],
      },
      { id: 'after', head: t('web:codeImport.after'), width: 240, grow: true, cell: (one) => sides(one, say)[1] },
    ],
    [t, say],
  );
  return (
    <Panel flush title={t('web:codeImport.changes')}>
      <DataTable
        id="dictionary.importCodes.changes"
        label={t('web:codeImport.changes')}
        columns={columns}
        rows={changes}
        rowKey={(change) => `${change.list}-${change.code}-${change.kind}-${String(changes.indexOf(change))}`}
        plain
      />
    </Panel>
  );
}

function Findings({ findings }: Pick<ImportAnswer, 'findings'>) {
  const { t } = useWords();
  const columns = useMemo<readonly Column<ImportAnswer['findings'][number]>[]>(
    () => [
      { id: 'row', head: t('web:codeImport.row'), width: 80, align: 'end', cell: ({ row }) => <Num value={row} /> },
      { id: 'value', head: t('web:codeImport.value'), width: 180, cell: ({ value }) => <bdi>{value}</bdi> },
      {
        id: 'message',
        head: t('web:codeImport.message'),
        width: 320,
        grow: true,
        wrap: true,
        cell: ({ message }) => message,
      },
    ],
    [t],
  );
  return (
    <Panel flush title={t('web:codeImport.counts.findings')} note={t('web:codeImport.setApart')}>
      <DataTable
        id="dictionary.importCodes.findings"
        label={t('web:codeImport.counts.findings')}
        columns={columns}
        rows={findings}
        rowKey={({ row, kind, value }) => `${String(row)}-${kind}-${value}`}
        plain
      />
    </Panel>
  );
}

/** Hardly a file ends codes: the card stands there only when this one does. */
const countsOf = ({ ended }: ImportAnswer) =>
  (['read', 'added', 'changed', 'ended', 'unchanged'] as const).filter((count) => count !== 'ended' || ended > 0);
