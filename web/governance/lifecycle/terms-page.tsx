/** How long the rows of each register are kept; deciding it anew. */
import { Button, NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { listPurposes } from '../../../src/governance/contract.ts';
import { listTerms, setTerm, type TermLine } from '../../../src/governance/lifecycle/contract.ts';
import { useCommand, useEndpoint } from '../../api.ts';
import { paths } from '../../paths.ts';
import { useMay, type May } from '../../ui/may.ts';
import { OffButton } from '../../ui/off-button.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { FieldGrid, FormEnd } from '../../ui/form.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/page.tsx';
import { To } from '../../ui/to.tsx';
import { Num, Soft } from '../../ui/values.tsx';
import { LifecycleFrame } from './lifecycle-frame.tsx';
import { useLifecycleWords } from './use-lifecycle-words.ts';

export function RetentionTermsPage() {
  const { t } = useLifecycleWords();
  const [changing, change] = useState<TermLine>();
  const terms = useEndpoint(listTerms, {});
  const may = useMay(setTerm.permission);
  const columns = useColumns(may, change);
  return (
    <LifecycleFrame part="terms" lead={t('termsLead')}>
      {changing && <Change key={changing.register.code} line={changing} onDone={() => change(undefined)} />}
      <Panel flush>
        <DataTable
          id="governance.terms"
          label={t('tabs.terms')}
          columns={columns}
          rows={terms.data?.items ?? []}
          rowKey={({ register }) => register.code}
          loading={terms.isPending}
          error={terms.error}
          onRetry={() => void terms.refetch()}
        />
      </Panel>
    </LifecycleFrame>
  );
}

function useColumns(may: May, change: (line: TermLine) => void): readonly Column<TermLine>[] {
  const { t, say, term } = useLifecycleWords();
  return [
    {
      id: 'register',
      head: t('register'),
      width: 220,
      cell: ({ register }) => <To to={paths.registerTerms(register.code)}>{say(register.names)}</To>,
    },
    { id: 'term', head: t('term.head'), width: 280, grow: true, wrap: true, cell: (line) => term(line.term) },
    {
      id: 'then',
      head: t('then'),
      width: 190,
      cell: (line) =>
        line.term === null || 'permanent' in line.term
          ? '–'
          : t(line.term.then === 'archive' ? 'thenArchive' : 'thenDestroy'),
    },
    {
      id: 'basis',
      head: t('basis'),
      width: 300,
      wrap: true,
      cell: ({ basis }) =>
        basis && (
          <>
            {say(basis.names)} {basis.citation !== null && <Soft>{basis.citation}</Soft>}
          </>
        ),
    },
    { id: 'origin', head: t('originHead'), width: 170, cell: ({ origin }) => t(`origin.${origin}`) },
    {
      id: 'holds',
      head: t('tabs.holds'),
      width: 130,
      align: 'end',
      cell: ({ holds }) => <Num value={holds} />,
    },
    {
      id: 'act',
      head: t('act'),
      width: 160,
      cell: (line) => (
        <OffButton may={may} size="compact-sm" variant="default" onClick={() => change(line)}>
          {t('setTerm')}
        </OffButton>
      ),
    },
  ];
}

/** What the form begins with. */
function beginning(term: TermLine['term']) {
  const fresh = { kind: 'years', years: 5, from: 'ended', then: 'destroy' as 'destroy' | 'archive' };
  if (term === null) return fresh;
  if ('permanent' in term) return { ...fresh, kind: 'permanent' };
  return { ...fresh, years: 'years' in term ? term.years : 5, from: term.from, then: term.then ?? fresh.then };
}

function Change({ line, onDone }: { readonly line: TermLine; readonly onDone: () => void }) {
  const { t, say } = useLifecycleWords();
  const was = beginning(line.term);
  const [kind, setKind] = useState(was.kind);
  const [years, setYears] = useState(was.years);
  const [from, setFrom] = useState(was.from);
  const [then, setThen] = useState(was.then);
  const [basis, setBasis] = useState(line.basis?.code ?? '');
  const [reason, setReason] = useState('');
  const bases = useEndpoint(listPurposes, {});
  const set = useCommand(setTerm, { refreshes: ['governance', 'records', 'work'], onDone });
  const send = () => {
    const term =
      kind === 'permanent'
        ? ({ permanent: true, basis } as const)
        : { years, from, basis, then: then === 'archive' ? ('archive' as const) : ('destroy' as const) };
    set.mutate({ params: { register: line.register.code }, body: { term, reason: reason.trim() } });
  };
  return (
    <Notice title={`${t('setTerm')}: ${say(line.register.names)}`}>
      <FieldGrid>
        <Select
          label={t('kind')}
          allowDeselect={false}
          value={kind}
          onChange={(value) => value && setKind(value)}
          data={[
            { value: 'years', label: t('kindYears') },
            { value: 'permanent', label: t('kindPermanent') },
          ]}
        />
        {kind === 'years' && (
          <>
            <NumberInput
              label={t('years')}
              min={1}
              max={200}
              allowDecimal={false}
              value={years}
              onChange={(value) => setYears(Number(value) || 1)}
            />
            <TextInput
              label={t('countFrom')}
              description={t('fromHint')}
              dir="ltr"
              maxLength={63}
              value={from}
              onChange={(event) => setFrom(event.currentTarget.value)}
            />
            <Select
              label={t('then')}
              allowDeselect={false}
              value={then}
              onChange={(value) => value && setThen(value === 'archive' ? 'archive' : 'destroy')}
              data={[
                { value: 'destroy', label: t('thenDestroy') },
                { value: 'archive', label: t('thenArchive') },
              ]}
            />
          </>
        )}
        <Select
          label={t('basis')}
          required
          value={basis || null}
          onChange={(value) => setBasis(value ?? '')}
          data={(bases.data?.bases ?? []).map(({ code, names }) => ({ value: code, label: say(names) }))}
        />
        <Textarea
          label={t('reason')}
          required
          rows={2}
          maxLength={1000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </FieldGrid>
      <ProblemNotice error={set.error} />
      <FormEnd>
        <Button mt="md" variant="default" onClick={onDone}>
          {t('cancel')}
        </Button>
        <Button mt="md" disabled={basis === '' || reason.trim() === ''} loading={set.isPending} onClick={send}>
          {t('save')}
        </Button>
      </FormEnd>
    </Notice>
  );
}
