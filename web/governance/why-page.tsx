/** "Would I be allowed?": asks without doing, and explains the answer either way. */
import { Button, Select } from '@mantine/core';
import { IconHelpCircle } from '@tabler/icons-react';
import { useState } from 'react';
import { listBodies } from '../../src/bodies/contract.ts';
import { askDecisions, listPurposes, listRegisters } from '../../src/governance/contract.ts';
import type { Decision, ExplainedDecision } from '../../src/platform/decision.ts';
import { useCommand, useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { DecisionCard } from '../ui/decision-card.tsx';
import { FieldGrid, FormEnd } from '../ui/form.tsx';
import { useSettled } from '../ui/hooks.ts';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { Code } from '../ui/values.tsx';
import { GovernanceTabs } from './governance-words.tsx';

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
  const question = useCommand(askDecisions);
  const about = { ...(register && { register }), ...(body && { body }), ...(purpose && { purpose }) };
  const decision = question.data?.[0];
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
            onClick={() => question.mutate({ body: [{ permission, about }] })}
          >
            {t('web:why.ask')}
          </Button>
        </FormEnd>
      </Panel>
      <ProblemNotice error={question.error} />
      {decision && <Answer decision={decision} />}
    </Page>
  );
}

function Answer({ decision }: { readonly decision: Decision }) {
  const { t } = useWords();
  const explained = useExplained(decision);
  if (!decision.allowed) return <DecisionCard decision={explained} />;
  return (
    <Notice tone="good" live title={t('web:why.allowed')}>
      {explained.words.reason} <Code soft>{decision.rule}</Code>
    </Notice>
  );
}

/** The words of rule and remedy, from the rule's own catalogue: what the server adds to a refusal it sends. */
function useExplained(decision: Decision): ExplainedDecision {
  const [room = 'governance', rule = decision.rule] = decision.rule.split('/');
  const { t, say } = useWords(room);
  const facts = Object.fromEntries(
    Object.entries(decision.facts).map(([name, value]) => [
      name,
      typeof value === 'object' && value !== null ? say(value) : value,
    ]),
  );
  return {
    ...decision,
    words: {
      reason: t(`${room}:rules.${rule}`, { ...facts, defaultValue: decision.rule }),
      ...(decision.remedy && { remedy: t(`${room}:remedies.${decision.remedy}`, { ...facts, defaultValue: '' }) }),
      ...(decision.whoCanChange && { whoCanChange: say(decision.whoCanChange) }),
    },
  };
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
