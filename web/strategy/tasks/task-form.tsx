/** How the task stands, said by the body that leads it. Whoever may not say it reads why. */
import { NumberInput, Select, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { changeTask, type TaskPage } from '../../../src/strategy/contract.ts';
import { useCommand } from '../../api.ts';
import { FieldGrid, FormEnd } from '../../ui/form.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Stack } from '../../ui/page.tsx';
import { mayOf, type May } from '../../ui/may.ts';
import { OffButton } from '../../ui/off-button.tsx';
import { useStrategyWords } from '../strategy-words.tsx';

const states = ['not-begun', 'running', 'done'] as const;
type State = (typeof states)[number];

export function TaskForm({ answer }: { readonly answer: TaskPage }) {
  const { t } = useStrategyWords();
  const { task, allowed, sent } = answer;
  // What was said here and waits for the task's home is what is said on.
  const now = sent?.refused === null ? sent : { state: task.state, progress: task.progress, evidence: answer.evidence };
  const [state, setState] = useState<State>(now.state);
  const [progress, setProgress] = useState<number | string>(now.progress ?? '');
  const [evidence, setEvidence] = useState(now.evidence ?? '');
  const change = useCommand(changeTask, {
    refreshes: ['strategy', 'work'],
    onDone: () => notifications.show({ message: t('task.changed'), color: 'green' }),
  });
  const body = {
    ...(state !== now.state && { state }),
    ...(progress !== '' && Number(progress) !== now.progress && { progress: Number(progress) }),
    ...(evidence.trim() !== (now.evidence ?? '') && { evidence: evidence.trim() }),
  };
  const may = useReason(answer, state === 'done' && evidence.trim() === '', Object.keys(body).length === 0);
  const lead = mayOf(allowed['strategy.changeTask']);
  const off = !lead.allowed;
  const given = { params: { task: task.code }, body, ifMatch: `"${task.version}"` };
  return (
    <Stack>
      {off && <Notice>{lead.reason}</Notice>}
      <FieldGrid>
        <Select
          label={t('task.state')}
          value={state}
          onChange={(next) => next && setState(next as State)}
          data={states.map((one) => ({ value: one, label: t(`strategy:states.${one}`) }))}
          disabled={off}
        />
        <NumberInput
          label={t('task.progress')}
          value={progress}
          onChange={setProgress}
          min={0}
          max={100}
          suffix=" %"
          disabled={off}
        />
      </FieldGrid>
      <Textarea
        label={t('task.evidence')}
        description={t('task.evidenceWords')}
        autosize
        minRows={2}
        maxLength={2000}
        value={evidence}
        onChange={(event) => setEvidence(event.currentTarget.value)}
        disabled={off}
        error={state === 'done' && evidence.trim() === '' && t('strategy:problems.evidence-missing.detail')}
      />
      <ProblemNotice error={change.error} />
      <FormEnd>
        <OffButton may={may} loading={change.isPending} onClick={() => change.mutate(given)}>
          {t('task.save')}
        </OffButton>
      </FormEnd>
    </Stack>
  );
}

/** Why the button is off: not this body's task, evidence missing, or nothing changed yet. */
function useReason({ allowed }: TaskPage, evidenceMissing: boolean, nothing: boolean): May {
  const { t } = useStrategyWords();
  const lead = mayOf(allowed['strategy.changeTask']);
  if (!lead.allowed) return lead;
  if (evidenceMissing) return { allowed: false, reason: t('strategy:problems.evidence-missing.detail') };
  return nothing ? { allowed: false, reason: t('task.nothingChanged') } : { allowed: true, reason: undefined };
}
