/** "Would I be allowed?": asks without doing, and explains the answer either way. */
import { Button, Select } from '@mantine/core';
import { IconHelpCircle } from '@tabler/icons-react';
import { useState } from 'react';
import { listBodies } from '../../src/bodies/contract.ts';
import { askWhy, type WhyAnswer } from '../../src/governance/agreement-contract.ts';
import { listPurposes, listRegisters } from '../../src/governance/contract.ts';
import { useCommand, useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { DecisionCard } from '../ui/decision-card.tsx';
import { FactList } from '../ui/fact-list.tsx';
import { FieldGrid, FormEnd } from '../ui/form.tsx';
import { useSettled } from '../ui/hooks.ts';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { Page, Panel, Stack } from '../ui/page.tsx';
import { Code, Day } from '../ui/values.tsx';
import { GovernanceTabs } from './governance-words.tsx';
import { useRequestWords } from './use-request-words.ts';
import { Used } from './verdict-panel.tsx';

/** What people ask about most; the words are `web:permission.<name>`. */
const permissions = [
  'records.read',
  'records.load',
  'records.edit',
  'records.export',
  'governance.decide-agreements',
  'bodies.change',
  'strategy.change-task',
  'ledger.verify',
];

export function WhyPage() {
  const { t } = useWords();
  const [permission, setPermission] = useState('records.read');
  const [register, setRegister] = useState<string | null>(null);
  const [body, setBody] = useState<string | null>(null);
  const [purpose, setPurpose] = useState<string | null>(null);
  const question = useCommand(askWhy);
  const about = { ...(register && { register }), ...(body && { body }), ...(purpose && { purpose }) };
  return (
    <Page title={t('web:menu.governance')} lead={t('web:why.lead')}>
      <GovernanceTabs current={paths.why()} />
      <Panel title={t('web:why.title')}>
        <FieldGrid>
          <Select
            label={t('web:why.permission')}
            value={permission}
            onChange={(next) => next && setPermission(next)}
            data={permissions.map((one) => ({ value: one, label: t(`web:permission.${one.replace('.', '_')}`) }))}
          />
          <RegisterSelect value={register} onChange={setRegister} />
          <BodySelect value={body} onChange={setBody} />
          <PurposeSelect value={purpose} onChange={setPurpose} />
        </FieldGrid>
        <FormEnd>
          <Button
            mt="md"
            leftSection={<IconHelpCircle size={18} />}
            loading={question.isPending}
            onClick={() => question.mutate({ body: { permission, ...about } })}
          >
            {t('web:why.ask')}
          </Button>
        </FormEnd>
      </Panel>
      <ProblemNotice error={question.error} />
      {question.data && <Answer answer={question.data} />}
    </Page>
  );
}

function Answer({ answer }: { readonly answer: WhyAnswer }) {
  const { t } = useRequestWords();
  const { decision, quota, subjects } = answer;
  const left = [
    ...(quota ? [[t('quota'), <Counted key="q" used={quota.used} most={quota.quota} of={quota} />] as const] : []),
    ...(subjects
      ? [
          [
            t('subjects.title'),
            <Counted key="s" used={subjects.read} most={subjects.subjects} of={subjects} />,
          ] as const,
        ]
      : []),
  ];
  return (
    <Stack>
      {decision.allowed ? (
        <Notice tone="good" live title={t('web:why.allowed')}>
          {decision.words.reason} <Code soft>{decision.rule}</Code>
        </Notice>
      ) : (
        <DecisionCard decision={decision} />
      )}
      {left.length > 0 && (
        <Panel title={t('web:why.left')}>
          <FactList facts={left} />
        </Panel>
      )}
    </Stack>
  );
}

interface CountedProps {
  readonly used: number;
  readonly most: number;
  readonly of: { readonly period: 'day' | 'month'; readonly freeAgain: string };
}

function Counted({ used, most, of: { period, freeAgain } }: CountedProps) {
  const { t } = useRequestWords();
  return (
    <>
      <Used used={used} quota={most} /> · {t(`period.${period}`)} · {t('freeAgain')} <Day value={freeAgain} />
    </>
  );
}

interface ChoiceProps {
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
}

function RegisterSelect({ value, onChange }: ChoiceProps) {
  const { t, say } = useWords();
  const registers = useEndpoint(listRegisters, {});
  return (
    <Select
      label={t('web:register.name')}
      placeholder={t('web:why.any')}
      clearable
      clearButtonProps={{ 'aria-label': t('web:action.clear') }}
      value={value}
      onChange={onChange}
      data={(registers.data?.items ?? []).map(({ name, names }) => ({ value: name, label: say(names) }))}
    />
  );
}

/** More bodies than a list can hold: searched on the server, with or without marks. */
function BodySelect({ value, onChange }: ChoiceProps) {
  const { t, say } = useWords();
  const [text, setText] = useState('');
  const asked = useSettled(text.trim());
  const bodies = useEndpoint(listBodies, { query: { ...(asked && { text: asked }), limit: 30 } }, { keep: true });
  return (
    <Select
      label={t('web:why.body')}
      placeholder={t('web:why.any')}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('web:action.clear') }}
      nothingFoundMessage={t('web:search.nothing')}
      value={value}
      onChange={onChange}
      onSearchChange={setText}
      filter={({ options }) => options}
      data={(bodies.data?.items ?? []).map(({ code, names }) => ({ value: code, label: `${say(names)} (${code})` }))}
    />
  );
}

function PurposeSelect({ value, onChange }: ChoiceProps) {
  const { t, say } = useWords();
  const purposes = useEndpoint(listPurposes, {});
  return (
    <Select
      label={t('web:governance.purpose')}
      placeholder={t('web:why.any')}
      clearable
      clearButtonProps={{ 'aria-label': t('web:action.clear') }}
      value={value}
      onChange={onChange}
      data={(purposes.data?.purposes ?? []).map(({ code, names }) => ({ value: code, label: say(names) }))}
    />
  );
}
