/** The next step of a breach: what it asks, and nothing else. */
import { Button, NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import {
  breachSteps,
  stepBreach,
  type BreachPage,
  type BreachStep as Step,
} from '../../../src/governance/privacy/contract.ts';
import { useCommand } from '../../api.ts';
import { FormEnd } from '../../ui/form.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Panel, Stack } from '../../ui/page.tsx';
import { MomentInput, momentOf, noMoment } from './moment-input.tsx';
import { refreshes } from './report-breach.tsx';
import { usePrivacyWords } from './use-privacy-words.ts';

type Form = {
  readonly words: string;
  readonly whyNot: string;
  readonly number: string;
  readonly lateReason: string;
  readonly notifies: string;
  readonly people: number | string;
  readonly contents: Readonly<Record<string, string>>;
  readonly at: typeof noMoment;
};
type Set = (change: Partial<Form>) => void;

const asForm = (page: BreachPage): Form => ({
  ...{ words: '', whyNot: page.whyNot ?? '', number: '', lateReason: '', at: noMoment },
  ...{ notifies: page.notifies === false ? 'no' : 'yes', people: page.people ?? '' },
  contents: Object.fromEntries(page.parts.map(({ code, text }) => [code, text])),
});

const filled = (name: string, text: string) => (text.trim() === '' ? {} : { [name]: text.trim() });

function bodyOf(step: Step, form: Form) {
  const at = momentOf(form.at);
  const when = at === undefined ? {} : { at };
  if (step === 'assess')
    return {
      ...{ step, ...when, notifies: form.notifies === 'yes', contents: form.contents },
      ...(typeof form.people === 'number' && { people: form.people }),
      ...(form.notifies === 'no' && filled('whyNot', form.whyNot)),
    };
  if (step === 'notify')
    return { step, ...when, ...filled('number', form.number), ...filled('lateReason', form.lateReason) };
  if (step === 'persons') return { step, ...when, ...filled('words', form.words), ...filled('whyNot', form.whyNot) };
  return { step, ...when, ...filled('words', form.words) };
}

export function BreachStep({ page }: { readonly page: BreachPage }) {
  const { t } = usePrivacyWords();
  const offered = breachSteps.filter((step) => step === 'note' || step === 'assess' || page.owed.includes(step));
  const [step, setStep] = useState<Step>((page.owed[0] as Step | undefined) ?? 'note');
  const [form, setForm] = useState(asForm(page));
  const take = useCommand(stepBreach, { refreshes });
  const set: Set = (change) => setForm({ ...form, ...change });
  return (
    <Panel title={t('guard.next')}>
      <Stack>
        <Select
          label={t('guard.next')}
          allowDeselect={false}
          value={step}
          onChange={(value) => setStep((value ?? 'note') as Step)}
          data={offered.map((one) => ({ value: one, label: t(`guard.acts.${one}`) }))}
        />
        {step === 'assess' && <Assess page={page} form={form} set={set} />}
        {step === 'notify' && <Notify page={page} form={form} set={set} />}
        {step !== 'assess' && step !== 'notify' && <Words step={step} form={form} set={set} />}
        <MomentInput label={`${t('guard.at')} (${t('guard.atHint')})`} value={form.at} onChange={(at) => set({ at })} />
        <ProblemNotice error={take.error} />
        <FormEnd>
          <Button
            loading={take.isPending}
            onClick={() => take.mutate({ params: { breach: page.code }, body: bodyOf(step, form) })}
          >
            {t('guard.send')}
          </Button>
        </FormEnd>
      </Stack>
    </Panel>
  );
}

interface PartProps {
  readonly form: Form;
  readonly set: Set;
}

function Assess({ page, form, set }: PartProps & { readonly page: BreachPage }) {
  const { t, say } = usePrivacyWords();
  return (
    <>
      <Select
        label={t('guard.notifies')}
        allowDeselect={false}
        value={form.notifies}
        onChange={(value) => set({ notifies: value ?? 'yes' })}
        data={[
          { value: 'yes', label: t('guard.notifies') },
          { value: 'no', label: t('guard.notifiesNo') },
        ]}
      />
      {form.notifies === 'no' && (
        <Textarea
          label={t('guard.whyNot')}
          required
          rows={2}
          maxLength={4000}
          value={form.whyNot}
          onChange={(event) => set({ whyNot: event.currentTarget.value })}
        />
      )}
      <NumberInput
        label={t('guard.people')}
        min={0}
        allowDecimal={false}
        value={form.people}
        onChange={(people) => set({ people })}
      />
      {page.parts.map(({ code, names, hint }) => (
        <Textarea
          key={code}
          label={say(names)}
          description={hint && say(hint)}
          rows={3}
          maxLength={4000}
          value={form.contents[code] ?? ''}
          onChange={(event) => set({ contents: { ...form.contents, [code]: event.currentTarget.value } })}
        />
      ))}
    </>
  );
}

function Notify({ page, form, set }: PartProps & { readonly page: BreachPage }) {
  const { t } = usePrivacyWords();
  return (
    <>
      <TextInput
        label={t('guard.noticeNumber')}
        required
        maxLength={200}
        value={form.number}
        onChange={(event) => set({ number: event.currentTarget.value })}
      />
      {page.clock.state === 'late' && (
        <Textarea
          label={t('guard.lateReason')}
          required
          rows={2}
          maxLength={4000}
          value={form.lateReason}
          onChange={(event) => set({ lateReason: event.currentTarget.value })}
        />
      )}
    </>
  );
}

function Words({ step, form, set }: PartProps & { readonly step: Step }) {
  const { t } = usePrivacyWords();
  const label = step === 'note' ? 'words' : step === 'close' ? 'lesson' : 'how';
  return (
    <>
      <Textarea
        label={t(`guard.${label}`)}
        rows={3}
        maxLength={4000}
        value={form.words}
        onChange={(event) => set({ words: event.currentTarget.value })}
      />
      {step === 'persons' && (
        <Textarea
          label={t('guard.whyNotPersons')}
          rows={2}
          maxLength={4000}
          value={form.whyNot}
          onChange={(event) => set({ whyNot: event.currentTarget.value })}
        />
      )}
    </>
  );
}
