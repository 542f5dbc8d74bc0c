/** Impact assessments, and the purposes that nobody has assessed yet. */
import { Button, MultiSelect, Select } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { listPurposes, listRegisters } from '../../../src/governance/contract.ts';
import type { PrivacyBoard } from '../../../src/governance/privacy/contract.ts';
import {
  beginAssessment,
  type AssessmentLine,
  type UnassessedLine,
} from '../../../src/governance/privacy/dossier-contract.ts';
import { useCommand, useEndpoint } from '../../api.ts';
import { paths } from '../../paths.ts';
import { useMay } from '../../ui/may.ts';
import { OffButton } from '../../ui/off-button.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { DayInput } from '../../ui/day-input.tsx';
import { FieldGrid, FormEnd } from '../../ui/form.tsx';
import { formatList } from '../../ui/format.ts';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { To } from '../../ui/to.tsx';
import { Code, Day, Num } from '../../ui/values.tsx';
import { DayClock } from './clocks.tsx';
import { AssessmentState } from './guard-words.tsx';
import { refreshes } from './report-breach.tsx';
import { usePrivacyWords } from './use-privacy-words.ts';

interface Begun {
  readonly purpose: string;
  readonly registers: string[];
  readonly firstProcessing: string;
}

export function AssessmentList({ board }: { readonly board: PrivacyBoard }) {
  const { t } = usePrivacyWords();
  const [begun, setBegun] = useState<Begun | undefined>();
  const may = useMay(beginAssessment.permission);
  const blank = { purpose: '', registers: [], firstProcessing: '' };
  const begin = (line: UnassessedLine) =>
    setBegun({
      ...{ purpose: line.purpose.code, registers: line.registers.map(({ code }) => code) },
      firstProcessing: line.since,
    });
  const columns = useAssessmentColumns();
  const unassessed = useUnassessedColumns(may, begin);
  return (
    <>
      <Panel
        title={t('guard.assessments')}
        note={t('guard.assessmentsNote')}
        actions={
          <OffButton may={may} variant="default" onClick={() => setBegun(begun ? undefined : blank)}>
            {t('guard.beginAssessment')}
          </OffButton>
        }
        flush
      >
        {begun && <Begin key={begun.purpose} begun={begun} />}
        <DataTable
          id="governance.assessments"
          label={t('guard.assessments')}
          columns={columns}
          rows={board.assessments}
          rowKey={({ code }) => code}
          empty={<EmptyState title={t('guard.noAssessments')} />}
        />
      </Panel>
      {board.unassessed.length > 0 && (
        <Panel title={t('guard.unassessed')} note={t('guard.unassessedNote')} flush>
          <DataTable
            id="governance.unassessed"
            label={t('guard.unassessed')}
            columns={unassessed}
            rows={board.unassessed}
            rowKey={({ purpose }) => purpose.code}
          />
        </Panel>
      )}
    </>
  );
}

function useAssessmentColumns(): readonly Column<AssessmentLine>[] {
  const { t, say, language } = usePrivacyWords();
  return [
    {
      id: 'number',
      head: t('guard.number'),
      width: 140,
      cell: ({ code }) => (
        <To to={paths.assessment(code)}>
          <Code>{code}</Code>
        </To>
      ),
    },
    {
      id: 'purpose',
      head: t('guard.purpose'),
      width: 220,
      grow: true,
      wrap: true,
      cell: ({ purpose }) => say(purpose.names),
    },
    { id: 'clock', head: t('guard.clock'), width: 170, cell: ({ clock }) => <DayClock clock={clock} /> },
    { id: 'state', head: t('guard.state'), width: 150, cell: ({ state }) => <AssessmentState state={state} /> },
    {
      id: 'registers',
      head: t('guard.registers'),
      width: 180,
      wrap: true,
      cell: ({ registers }) =>
        formatList(
          registers.map(({ names }) => say(names)),
          language,
        ),
    },
    { id: 'body', head: t('guard.body'), width: 170, wrap: true, cell: ({ body }) => say(body.names) },
    { id: 'revision', head: t('guard.revision'), width: 100, cell: ({ revision }) => <Num value={revision} /> },
  ];
}

function useUnassessedColumns(
  may: ReturnType<typeof useMay>,
  begin: (line: UnassessedLine) => void,
): readonly Column<UnassessedLine>[] {
  const { t, say, language } = usePrivacyWords();
  return [
    {
      id: 'purpose',
      head: t('guard.purpose'),
      width: 240,
      grow: true,
      wrap: true,
      cell: ({ purpose }) => say(purpose.names),
    },
    {
      id: 'registers',
      head: t('guard.registers'),
      width: 260,
      wrap: true,
      cell: ({ registers }) =>
        formatList(
          registers.map(({ names }) => say(names)),
          language,
        ),
    },
    { id: 'since', head: t('guard.since'), width: 150, cell: ({ since }) => <Day value={since} /> },
    {
      id: 'begin',
      head: t('guard.next'),
      width: 170,
      cell: (line) => (
        <OffButton may={may} size="compact-sm" variant="subtle" onClick={() => begin(line)}>
          {t('guard.beginAssessment')}
        </OffButton>
      ),
    },
  ];
}

function Begin({ begun }: { readonly begun: Begun }) {
  const { t, say } = usePrivacyWords();
  const go = useNavigate();
  const [form, setForm] = useState(begun);
  const registers = useEndpoint(listRegisters, {});
  const known = useEndpoint(listPurposes, {});
  const begin = useCommand(beginAssessment, { refreshes });
  const send = () => begin.mutate({ body: form }, { onSuccess: ({ code }) => void go({ to: paths.assessment(code) }) });
  return (
    <Notice title={t('guard.beginAssessment')}>
      <FieldGrid>
        <Select
          label={t('guard.purpose')}
          required
          value={form.purpose || null}
          onChange={(purpose) => setForm({ ...form, purpose: purpose ?? '' })}
          data={(known.data?.purposes ?? []).map(({ code, names }) => ({ value: code, label: say(names) }))}
        />
        <MultiSelect
          label={t('guard.registers')}
          required
          searchable
          value={form.registers}
          onChange={(value) => setForm({ ...form, registers: value })}
          data={(registers.data?.items ?? []).map(({ name, names }) => ({ value: name, label: say(names) }))}
        />
        <DayInput
          label={t('guard.firstProcessing')}
          value={form.firstProcessing}
          onChange={(firstProcessing) => setForm({ ...form, firstProcessing })}
        />
      </FieldGrid>
      <ProblemNotice error={begin.error} />
      <FormEnd>
        <Button
          mt="md"
          disabled={form.purpose === '' || form.registers.length === 0 || form.firstProcessing === ''}
          loading={begin.isPending}
          onClick={send}
        >
          {t('guard.beginAssessment')}
        </Button>
      </FormEnd>
    </Notice>
  );
}
