/** Transfers of personal data, and the form of a new one. */
import { Button, MultiSelect, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { listPurposes, listRegisters } from '../../../src/governance/contract.ts';
import type { PrivacyBoard } from '../../../src/governance/privacy/contract.ts';
import { writeTransfer, type TransferLine } from '../../../src/governance/privacy/dossier-contract.ts';
import { useCommand, useEndpoint } from '../../api.ts';
import { paths } from '../../paths.ts';
import { useMay } from '../../ui/may.ts';
import { OffButton } from '../../ui/off-button.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { DayInput } from '../../ui/day-input.tsx';
import { FieldGrid, FormEnd } from '../../ui/form.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { To } from '../../ui/to.tsx';
import { Code, Day, UserText } from '../../ui/values.tsx';
import { Tag } from '../../ui/verdict.tsx';
import { TransferState } from './guard-words.tsx';
import { refreshes } from './report-breach.tsx';
import { usePrivacyWords } from './use-privacy-words.ts';

export function TransferList({ board }: { readonly board: PrivacyBoard }) {
  const { t } = usePrivacyWords();
  const [writing, setWriting] = useState(false);
  const may = useMay(writeTransfer.permission);
  return (
    <Panel
      title={t('guard.transfers')}
      note={t('guard.transfersNote')}
      actions={
        <OffButton may={may} variant="default" onClick={() => setWriting(!writing)}>
          {t('guard.newTransfer')}
        </OffButton>
      }
      flush
    >
      {writing && <Write />}
      <DataTable
        id="governance.transfers"
        label={t('guard.transfers')}
        columns={useTransferColumns()}
        rows={board.transfers}
        rowKey={({ code }) => code}
        empty={<EmptyState title={t('guard.noTransfers')} />}
      />
    </Panel>
  );
}

function useTransferColumns(): readonly Column<TransferLine>[] {
  const { t, say } = usePrivacyWords();
  return [
    {
      id: 'number',
      head: t('guard.number'),
      width: 140,
      cell: ({ code }) => (
        <To to={paths.transfer(code)}>
          <Code>{code}</Code>
        </To>
      ),
    },
    {
      id: 'what',
      head: t('guard.what'),
      width: 240,
      grow: true,
      wrap: true,
      cell: ({ title }) => <UserText>{title}</UserText>,
    },
    {
      id: 'recipient',
      head: t('guard.recipient'),
      width: 210,
      wrap: true,
      cell: ({ to, recipient, country }) => (
        <>
          {to ? say(to.names) : <UserText>{recipient}</UserText>}{' '}
          {country && (
            <Tag tone="warn">
              {t('guard.abroad')} <bdi dir="ltr">{country}</bdi>
            </Tag>
          )}
        </>
      ),
    },
    { id: 'state', head: t('guard.state'), width: 170, cell: ({ state }) => <TransferState state={state} /> },
    {
      id: 'contents',
      head: t('guard.writtenHead'),
      width: 140,
      cell: ({ written, asked }) => t('guard.written7', { written, asked }),
    },
    { id: 'from', head: t('guard.from'), width: 120, cell: ({ from }) => <Day value={from} /> },
    { id: 'until', head: t('guard.until'), width: 120, cell: ({ until }) => <Day value={until} /> },
  ];
}

const blank = {
  ...{ title: '', recipient: '', to: '', country: '', agreement: '', assessment: '', until: '' },
  ...{ registers: [] as string[], categories: [] as string[] },
};

function Write() {
  const { t, say } = usePrivacyWords();
  const go = useNavigate();
  const [form, setForm] = useState(blank);
  const registers = useEndpoint(listRegisters, {});
  const known = useEndpoint(listPurposes, {});
  const write = useCommand(writeTransfer, { refreshes });
  const set = (change: Partial<typeof blank>) => setForm({ ...form, ...change });
  const send = () => {
    const { title, registers: of, categories, ...texts } = form;
    const more = Object.fromEntries(Object.entries(texts).filter(([, text]) => text.trim() !== ''));
    const body = { title: title.trim(), registers: of, categories, ...more };
    write.mutate({ body }, { onSuccess: ({ code }) => void go({ to: paths.transfer(code) }) });
  };
  const typed = (name: 'title' | 'recipient' | 'to' | 'country' | 'agreement' | 'assessment', label: string) => (
    <TextInput
      label={label}
      maxLength={200}
      required={name === 'title'}
      description={name === 'country' ? t('guard.countryHint') : undefined}
      value={form[name]}
      onChange={(event) => set({ [name]: event.currentTarget.value })}
    />
  );
  return (
    <Notice title={t('guard.newTransfer')}>
      <FieldGrid>
        {typed('title', t('guard.what'))}
        <MultiSelect
          label={t('guard.registers')}
          required
          searchable
          value={form.registers}
          onChange={(value) => set({ registers: value })}
          data={(registers.data?.items ?? []).map(({ name, names }) => ({ value: name, label: say(names) }))}
        />
        <MultiSelect
          label={t('guard.categories')}
          searchable
          value={form.categories}
          onChange={(value) => set({ categories: value })}
          data={(known.data?.categories ?? []).map(({ code, names }) => ({ value: code, label: say(names) }))}
        />
        {typed('recipient', t('guard.recipientName'))}
        {typed('to', t('guard.recipientBody'))}
        {typed('country', t('guard.country'))}
        {typed('agreement', t('guard.agreement'))}
        {typed('assessment', t('guard.linkedAssessment'))}
        <DayInput label={t('guard.until')} value={form.until} onChange={(until) => set({ until })} />
      </FieldGrid>
      <ProblemNotice error={write.error} />
      <FormEnd>
        <Button
          mt="md"
          disabled={form.title.trim() === '' || form.registers.length === 0}
          loading={write.isPending}
          onClick={send}
        >
          {t('guard.newTransfer')}
        </Button>
      </FormEnd>
    </Notice>
  );
}
