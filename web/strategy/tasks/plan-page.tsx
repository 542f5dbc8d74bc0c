/** A task is given, or planned anew: the same form. A day or a lead that is changed asks for the reason. */
import { MultiSelect, Select, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import {
  getTask,
  giveTask,
  listIndicators,
  listObjectives,
  listTasks,
  planTask,
  type TaskPage,
  type TaskPlan,
} from '../../../src/strategy/contract.ts';
import { useCommand, useEndpoint } from '../../api.ts';
import { BodyChoice } from '../../bodies/body-choice.tsx';
import { paths } from '../../paths.ts';
import { DayInput } from '../../ui/day-input.tsx';
import { FieldGrid, FormEnd } from '../../ui/form.tsx';
import { useAddressPart } from '../../ui/hooks.ts';
import { LoadedPage } from '../../ui/loaded-page.tsx';
import { mayOf, useMay, type May } from '../../ui/may.ts';
import { Notice } from '../../ui/notice.tsx';
import { OffButton } from '../../ui/off-button.tsx';
import { Page, Panel, Stack } from '../../ui/page.tsx';
import { useStrategyWords } from '../strategy-words.tsx';
import { PlanFaults } from './plan-faults.tsx';

const NEW: TaskPlan = {
  ...{ names: {}, objective: null, phase: null, lead: '', cooperating: [], due: '' },
  ...{ product: null, budget: null, indicator: null, dependsOn: [], aliases: [] },
};

export function NewTaskPage() {
  const { t } = useStrategyWords();
  const go = useNavigate();
  const may = useMay('strategy.plan-task');
  const give = useCommand(giveTask, {
    refreshes: ['strategy', 'work'],
    onDone: ({ task }) => {
      notifications.show({ message: t('plan.saved'), color: 'green' });
      void go({ to: paths.task(task.code) });
    },
  });
  return (
    <Page title={t('plan.newTitle')} lead={t('plan.lead')} crumbs={useCrumbs()}>
      <Panel>
        <PlanForm
          plan={NEW}
          may={may}
          act={t('plan.give')}
          isBusy={give.isPending}
          error={give.error}
          onSave={(plan) => give.mutate({ body: plan })}
        />
      </Panel>
    </Page>
  );
}

export function PlanTaskPage() {
  const code = useAddressPart('task');
  const task = useEndpoint(getTask, { params: { task: code } });
  return (
    <LoadedPage query={task} title={code}>
      {(answer) => <Replan key={answer.task.version} answer={answer} />}
    </LoadedPage>
  );
}

function Replan({ answer }: { readonly answer: TaskPage }) {
  const { t, say } = useStrategyWords();
  const go = useNavigate();
  const { task, product, allowed } = answer;
  const save = useCommand(planTask, {
    refreshes: ['strategy', 'work'],
    onDone: () => {
      notifications.show({ message: t('plan.saved'), color: 'green' });
      void go({ to: paths.task(task.code) });
    },
  });
  const { names, objective, phase, due, budget, indicator, dependsOn, aliases } = task;
  const plan: TaskPlan = {
    ...{ names, objective, phase, due, budget, indicator, dependsOn, aliases, product },
    lead: task.lead.code,
    cooperating: task.cooperating.map((body) => body.code),
  };
  const crumbs = [...useCrumbs(), { label: say(task.names), to: paths.task(task.code) }];
  return (
    <Page title={t('plan.editTitle', { task: task.code })} lead={t('plan.lead')} crumbs={crumbs}>
      <Panel>
        <PlanForm
          plan={plan}
          of={task.code}
          may={mayOf(allowed['strategy.planTask'])}
          act={t('plan.save')}
          isBusy={save.isPending}
          error={save.error}
          onSave={(next, reason) =>
            save.mutate({
              params: { task: task.code },
              body: { ...next, ...(reason && { reason }) },
              ifMatch: `"${task.version}"`,
            })
          }
        />
      </Panel>
    </Page>
  );
}

function useCrumbs() {
  const { t } = useStrategyWords();
  return [
    { label: t('web:menu.strategy'), to: paths.strategy() },
    { label: t('tabs.tasks'), to: paths.tasks() },
  ];
}

interface PlanFormProps {
  readonly plan: TaskPlan;
  /** Code of the task that is planned anew. */
  readonly of?: string;
  readonly may: May;
  readonly act: string;
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly onSave: (plan: TaskPlan, reason: string) => void;
}

const lines = (aliases: TaskPlan['aliases']) =>
  aliases.map(({ tracker, number }) => `${tracker}: ${number}`).join('\n');
const aliasesOf = (text: string): TaskPlan['aliases'] =>
  text
    .split('\n')
    .map((line) => line.split(':'))
    .flatMap(([tracker = '', ...rest]) => {
      const number = rest.join(':').trim();
      return tracker.trim() && number ? [{ tracker: tracker.trim(), number }] : [];
    });

function PlanForm({ plan: first, of, may, act, isBusy, error, onSave }: PlanFormProps) {
  const { t, language } = useStrategyWords();
  const [plan, setPlan] = useState(first);
  const [aliases, setAliases] = useState(lines(first.aliases));
  const [reason, setReason] = useState('');
  const set = (change: Partial<TaskPlan>) => setPlan({ ...plan, ...change });
  const asksWhy = of !== undefined && (plan.due !== first.due || plan.lead !== first.lead);
  const words = (text: string) => (text.trim() === '' ? null : text);
  return (
    <Stack>
      {!may.allowed && may.reason && <Notice>{may.reason}</Notice>}
      <TextInput
        label={t('plan.name')}
        required
        dir="auto"
        maxLength={500}
        value={plan.names[language] ?? ''}
        onChange={(event) => set({ names: { ...plan.names, [language]: event.currentTarget.value } })}
      />
      <FieldGrid>
        <BodyChoice label={t('task.lead')} value={plan.lead} onChange={(lead) => set({ lead })} />
        <DayInput label={t('task.due')} value={plan.due} onChange={(due) => set({ due })} />
      </FieldGrid>
      {asksWhy && (
        <Textarea
          label={t('plan.reason')}
          required
          dir="auto"
          autosize
          maxLength={2000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
      <TextInput
        label={t('plan.product')}
        dir="auto"
        value={plan.product?.[language] ?? ''}
        onChange={(event) => {
          const product = { ...plan.product, [language]: event.currentTarget.value };
          set({ product: Object.values(product).some(Boolean) ? product : null });
        }}
      />
      <Choices plan={plan} set={set} of={of} />
      <FieldGrid>
        <TextInput
          label={t('tasks.phase')}
          maxLength={50}
          value={plan.phase ?? ''}
          onChange={(event) => set({ phase: words(event.currentTarget.value) })}
        />
        <TextInput
          label={t('task.budget')}
          dir="auto"
          maxLength={200}
          value={plan.budget ?? ''}
          onChange={(event) => set({ budget: words(event.currentTarget.value) })}
        />
      </FieldGrid>
      <Textarea
        label={t('plan.aliases')}
        description={t('plan.aliasesWords')}
        dir="auto"
        autosize
        minRows={2}
        value={aliases}
        onChange={(event) => setAliases(event.currentTarget.value)}
      />
      <PlanFaults error={error} />
      <FormEnd>
        <OffButton
          may={may}
          loading={isBusy}
          onClick={() => onSave({ ...plan, aliases: aliasesOf(aliases) }, reason.trim())}
        >
          {act}
        </OffButton>
      </FormEnd>
    </Stack>
  );
}

interface ChoicesProps {
  readonly plan: TaskPlan;
  readonly set: (change: Partial<TaskPlan>) => void;
  readonly of: string | undefined;
}

/** What it serves, what measures it, who helps, what comes before. */
function Choices({ plan, set, of }: ChoicesProps) {
  const { t, say } = useStrategyWords();
  const tasks = useEndpoint(listTasks, { query: {} });
  const objectives = useEndpoint(listObjectives, {});
  const indicators = useEndpoint(listIndicators, {});
  const clear = { clearable: true, clearButtonProps: { 'aria-label': t('web:action.clear') } } as const;
  const bodies = new Map<string, string>(
    (tasks.data?.items ?? []).flatMap(({ lead, cooperating }) =>
      [lead, ...cooperating].map((body) => [body.code, `${say(body.names)} (${body.code})`] as const),
    ),
  );
  for (const code of plan.cooperating) if (!bodies.has(code)) bodies.set(code, code);
  return (
    <>
      <FieldGrid>
        <Select
          label={t('task.objective')}
          {...clear}
          value={plan.objective}
          onChange={(objective) => set({ objective })}
          data={(objectives.data?.items ?? []).map(({ code, names }) => ({ value: code, label: say(names) }))}
        />
        <Select
          label={t('task.indicator')}
          {...clear}
          value={plan.indicator}
          onChange={(indicator) => set({ indicator })}
          data={(indicators.data?.items ?? []).map(({ code, names }) => ({ value: code, label: say(names) }))}
        />
      </FieldGrid>
      <MultiSelect
        label={t('task.cooperating')}
        searchable
        {...clear}
        value={plan.cooperating}
        onChange={(cooperating) => set({ cooperating })}
        data={[...bodies].filter(([code]) => code !== plan.lead).map(([value, label]) => ({ value, label }))}
      />
      <MultiSelect
        label={t('plan.dependsOn')}
        searchable
        {...clear}
        value={plan.dependsOn}
        onChange={(dependsOn) => set({ dependsOn })}
        data={(tasks.data?.items ?? [])
          .filter(({ code }) => code !== of)
          .map(({ code, names }) => ({ value: code, label: `${code} ${say(names)}` }))}
      />
    </>
  );
}
