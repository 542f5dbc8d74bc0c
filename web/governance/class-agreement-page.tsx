/** One decision for many: registers, a class of bodies with whom it reaches today, and the terms. */
import { Autocomplete, Button, MultiSelect, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { listBodies } from '../../src/bodies/contract.ts';
import { createAgreements, reachOfClass, type ConsumersInput } from '../../src/governance/agreement-contract.ts';
import { listPurposes, listRegisters } from '../../src/governance/contract.ts';
import { useCommand, useEndpoint } from '../api.ts';
import { BodyChoice } from '../bodies/body-choice.tsx';
import { useLevelWord } from '../bodies/body-words.ts';
import { currentLanguage } from '../i18n.ts';
import { paths } from '../paths.ts';
import { DayInput } from '../ui/day-input.tsx';
import { FieldGrid, FormEnd } from '../ui/form.tsx';
import { useSettled } from '../ui/hooks.ts';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { Page, Panel, Split, Stack } from '../ui/page.tsx';
import { To } from '../ui/to.tsx';
import { Code, Num } from '../ui/values.tsx';
import { LimitFields, type Limits } from './limit-fields.tsx';
import { useRequestWords } from './use-request-words.ts';

interface Terms extends Limits {
  readonly registers: readonly string[];
  readonly title: string;
  readonly level: string;
  readonly kind: string;
  readonly under: string;
  /** `name=value`. */
  readonly attribute: string;
  readonly purpose: string;
  readonly basis: string;
  readonly mode: 'lookup' | 'query' | 'feed' | 'statistics';
  readonly rows: 'own-tree' | 'all';
  readonly from: string;
  readonly to: string;
}

const blank: Terms = {
  registers: [],
  title: '',
  level: '',
  kind: '',
  under: '',
  attribute: '',
  purpose: '',
  basis: '',
  mode: 'lookup',
  rows: 'own-tree',
  quota: null,
  quotaPeriod: 'day',
  subjects: null,
  from: '',
  to: '',
};

function classOf({ level, kind, under, attribute }: Terms): ConsumersInput {
  const [name = '', value = ''] = attribute.split('=').map((part) => part.trim());
  return {
    class: {
      ...(level && { level }),
      ...(kind && { kind }),
      ...(under && { under }),
      ...(name && value && { attributes: { [name]: value } }),
    },
  };
}

export function ClassAgreementPage() {
  const { t } = useRequestWords();
  const [terms, setTerms] = useState(blank);
  const whom = useSettled(JSON.stringify(classOf(terms)));
  const create = useCommand(createAgreements, { refreshes: ['governance', 'exchange', 'work'] });
  const set = (changes: Partial<Terms>) => setTerms((before) => ({ ...before, ...changes }));
  const { registers, title, purpose, basis, from } = terms;
  const isComplete = registers.length > 0 && [title, purpose, basis, from].every((one) => one.trim() !== '');
  const send = () => {
    const { mode, rows, quota, quotaPeriod, subjects, to } = terms;
    const limits = { quota, quotaPeriod, subjects };
    const words = { names: { [currentLanguage()]: title.trim() }, for: classOf(terms), to: to || null };
    create.mutate({ body: { registers: [...registers], ...words, purpose, basis, mode, rows, ...limits, from } });
  };
  return (
    <Page
      title={t('class.title')}
      lead={t('class.lead')}
      crumbs={[
        { label: t('web:menu.governance'), to: paths.governance() },
        { label: t('web:governance.agreements'), to: paths.agreements() },
      ]}
    >
      <Split side={<Reach whom={JSON.parse(whom) as ConsumersInput} />}>
        <Panel title={t('class.what')}>
          <Fields terms={terms} set={set} />
        </Panel>
        <Panel title={t('class.forWhom')}>
          <FieldGrid>
            <Known terms={terms} set={set} />
            <BodyChoice label={t('class.under')} value={terms.under} onChange={(under) => set({ under })} />
            <TextInput
              label={t('class.attribute')}
              description={t('hint.attribute')}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              maxLength={100}
              value={terms.attribute}
              onChange={(event) => set({ attribute: event.currentTarget.value })}
            />
          </FieldGrid>
          <ProblemNotice error={create.error} />
          {create.data && (
            <Notice tone="good" live title={t('class.made', { count: create.data.grants })}>
              {create.data.agreements.map((code) => (
                <span key={code}>
                  <To to={paths.agreement(code)}>{code}</To>{' '}
                </span>
              ))}
              {t('class.thenSecurity')}
            </Notice>
          )}
          <FormEnd>
            <Button mt="md" disabled={!isComplete} loading={create.isPending} onClick={send}>
              {t('class.make')}
            </Button>
          </FormEnd>
        </Panel>
      </Split>
    </Page>
  );
}

/** Level and kind: what bodies here have, and whatever else is typed. */
function Known({ terms, set }: FieldsProps) {
  const { t } = useRequestWords();
  const bodies = useEndpoint(listBodies, { query: { limit: 500 } });
  const levelWord = useLevelWord();
  const known = (of: 'level' | 'kind') => [...new Set((bodies.data?.items ?? []).map((body) => body[of]))].sort();
  return (['level', 'kind'] as const).map((of) => (
    <Autocomplete
      key={of}
      label={t(`class.${of}`)}
      placeholder={t('class.every')}
      maxLength={100}
      value={terms[of]}
      onChange={(next) => set({ [of]: next })}
      data={known(of)}
      renderOption={({ option }) => (of === 'level' ? `${levelWord(option.value)} (${option.value})` : option.value)}
    />
  ));
}

interface FieldsProps {
  readonly terms: Terms;
  readonly set: (changes: Partial<Terms>) => void;
}

const modes = ['lookup', 'query', 'feed', 'statistics'] as const;

function Fields({ terms, set }: FieldsProps) {
  const { t, say } = useRequestWords();
  const registers = useEndpoint(listRegisters, {});
  const known = useEndpoint(listPurposes, {});
  const options = (all: readonly { readonly code: string; readonly names: Record<string, string> }[] = []) =>
    all.map(({ code, names }) => ({ value: code, label: say(names) }));
  return (
    <Stack>
      <MultiSelect
        label={t('class.registers')}
        required
        value={[...terms.registers]}
        onChange={(next) => set({ registers: next })}
        data={options((registers.data?.items ?? []).map(({ name, names }) => ({ code: name, names })))}
      />
      <TextInput
        label={t('title')}
        required
        maxLength={200}
        value={terms.title}
        onChange={(event) => set({ title: event.currentTarget.value })}
      />
      <FieldGrid>
        <Select
          label={t('purpose')}
          required
          value={terms.purpose || null}
          onChange={(purpose) => set({ purpose: purpose ?? '' })}
          data={options(known.data?.purposes)}
        />
        <Select
          label={t('basis')}
          required
          value={terms.basis || null}
          onChange={(basis) => set({ basis: basis ?? '' })}
          data={options(known.data?.bases)}
        />
        <Select
          label={t('mode')}
          value={terms.mode}
          allowDeselect={false}
          onChange={(mode) => set({ mode: modes.find((one) => one === mode) ?? 'lookup' })}
          data={modes.map((mode) => ({ value: mode, label: t(`governance:modes.${mode}`) }))}
        />
        <Select
          label={t('rows')}
          value={terms.rows}
          allowDeselect={false}
          onChange={(rows) => set({ rows: rows === 'all' ? 'all' : 'own-tree' })}
          data={['own-tree', 'all'].map((one) => ({ value: one, label: t(`rowScope.${one}`) }))}
        />
        <LimitFields limits={terms} onChange={set} />
        <DayInput label={t('from')} value={terms.from} onChange={(from) => set({ from })} />
        <DayInput label={t('to')} value={terms.to} onChange={(to) => set({ to })} />
      </FieldGrid>
    </Stack>
  );
}

/** Whom the class reaches today. */
function Reach({ whom }: { readonly whom: ConsumersInput }) {
  const { t, say } = useRequestWords();
  const reach = useEndpoint(reachOfClass, { body: { for: whom } }, { keep: true });
  return (
    <Panel title={t('class.reach')} note={reach.data && <Num value={reach.data.count} />}>
      <ProblemNotice error={reach.error} />
      <div style={{ maxBlockSize: 420, overflow: 'auto' }} tabIndex={0} role="group" aria-label={t('class.reach')}>
        <ul aria-live="polite" style={{ paddingInlineStart: 18 }}>
          {(reach.data?.bodies ?? []).map(({ id, code, names }) => (
            <li key={id}>
              {say(names)} <Code soft>{code}</Code>
            </li>
          ))}
        </ul>
      </div>
    </Panel>
  );
}
