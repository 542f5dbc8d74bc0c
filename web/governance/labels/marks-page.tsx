/** Marks of state secrecy: whether a text or a file bears one, and, for compliance, where some were met. */
import { Button, FileInput, Textarea } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { checkFile, checkText, listIncidents, type Incident } from '../../../src/platform/marks/contract.ts';
import { useCommand, useEndpoint } from '../../api.ts';
import { paths } from '../../paths.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { useMay } from '../../ui/may.ts';
import { FormEnd } from '../../ui/form.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Page, Panel, Stack } from '../../ui/page.tsx';
import { Code, Moment, Num } from '../../ui/values.tsx';
import { GovernanceTabs } from '../governance-words.tsx';
import { useLabelWords } from './use-label-words.ts';

export function MarksPage() {
  const { t } = useLabelWords();
  // What is shown beside something else is asked for only by whom it is for: a refusal is counted.
  const see = useMay('marks.read-incidents');
  return (
    <Page
      title={t('marksTitle')}
      lead={t('marksLead')}
      crumbs={[{ label: t('web:menu.governance'), to: paths.governance() }]}
    >
      <GovernanceTabs current={paths.marks()} />
      <Ask />
      {see.allowed && <Incidents />}
    </Page>
  );
}

function Ask() {
  const { t } = useLabelWords();
  const [text, setText] = useState('');
  const asked = useCommand(checkText);
  const sent = useCommand(checkFile);
  const answer = sent.data ?? asked.data;
  return (
    <Panel title={t('askTitle')} note={t('askNote')}>
      <Stack>
        <Textarea
          label={t('askText')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          autosize
          minRows={2}
        />
        <FileInput
          label={t('askFile')}
          placeholder={t('chooseFile')}
          onChange={(file) => {
            if (!file) return;
            asked.reset();
            sent.mutate({ query: { name: file.name }, upload: { content: file, type: 'application/octet-stream' } });
          }}
        />
        {answer && <Found answer={answer} />}
        <ProblemNotice error={asked.error ?? sent.error} />
      </Stack>
      <FormEnd>
        <Button
          mt="md"
          leftSection={<IconShieldCheck size={18} />}
          loading={asked.isPending}
          onClick={() => {
            sent.reset();
            asked.mutate({ body: { text } });
          }}
        >
          {t('ask')}
        </Button>
      </FormEnd>
    </Panel>
  );
}

interface Answered {
  readonly marked: boolean;
  readonly found: { readonly rule: string; readonly part: string | null; readonly row: number | null } | null;
}

function Found({ answer: { marked, found } }: { readonly answer: Answered }) {
  const { t, form, place } = useLabelWords();
  if (!marked || !found) return <Notice live>{t('clean')}</Notice>;
  return (
    <Notice tone="bad" live title={t('marked')}>
      {form(found.rule)}
      {found.part !== null && `; ${place(found.part)}`}
      {found.row !== null && `; ${t('row', { row: found.row })}`}
    </Notice>
  );
}

function Incidents() {
  const { t } = useLabelWords();
  const incidents = useEndpoint(listIncidents, { query: {} });
  const columns = useColumns();
  return (
    <Panel title={t('incidents')} note={t('incidentsNote')} flush>
      <DataTable
        id="governance.marks"
        label={t('incidents')}
        columns={columns}
        rows={incidents.data?.items ?? []}
        rowKey={({ id }) => id}
        loading={incidents.isPending}
        error={incidents.error}
        onRetry={() => void incidents.refetch()}
      />
    </Panel>
  );
}

function useColumns(): readonly Column<Incident>[] {
  const { t, form, place } = useLabelWords();
  return useMemo(
    () => [
      { id: 'at', head: t('at'), width: 170, cell: ({ at }) => <Moment value={at} /> },
      { id: 'way', head: t('way'), width: 240, grow: true, cell: ({ way }) => <Code>{way}</Code> },
      { id: 'place', head: t('place'), width: 200, cell: (line) => place(line.place) },
      { id: 'form', head: t('form'), width: 240, cell: ({ rule }) => form(rule) },
      { id: 'row', head: t('rowHead'), width: 100, cell: ({ row }) => (row === null ? null : <Num value={row} />) },
      { id: 'account', head: t('account'), width: 300, cell: ({ account }) => <Code soft>{account}</Code> },
    ],
    [t, form, place],
  );
}
