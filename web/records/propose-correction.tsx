/** "This is wrong": another value with evidence, to whoever keeps the field. */
import { FileInput, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useId, useState, type ReactNode } from 'react';
import { getEntityForm, type FormModel } from '../../src/dictionary/contract.ts';
import { addEvidence, proposeCorrection } from '../../src/registers/contract.ts';
import { useCommand, useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { Confirm } from '../ui/confirm.tsx';
import { FieldRow } from '../ui/form.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { Stack } from '../ui/page.tsx';
import { FieldControl } from './field-control.tsx';
import { fieldsOf } from './record-draft.ts';
import { useFieldErrors } from './record-problems.tsx';
import { useRegisterPlan, type RegisterPlan } from './register-plan.ts';

/** As the node takes it (src/registers/corrections/evidence-files.ts). */
export const EVIDENCE = '.pdf,.png,.jpg,.jpeg,.xlsx';

interface ProposeProps {
  readonly register: string;
  readonly record: string;
  readonly field: { readonly name: string; readonly label: string };
  readonly children: (open: () => void) => ReactNode;
}

interface Proposed {
  readonly value: string;
  readonly evidence: string;
  readonly files: readonly File[];
}

export function ProposeCorrection({ register, record, field, children }: ProposeProps) {
  const { t } = useWords('web-once');
  const [opened, setOpened] = useState(false);
  const [draft, setDraft] = useState<Proposed>({ value: '', evidence: '', files: [] });
  // When a file is refused, the proposal stands already: only the files are sent again.
  const [sent, setSent] = useState<string>();
  const propose = useCommand(proposeCorrection);
  const attach = useCommand(addEvidence, { refreshes: ['registers', 'work'] });
  const run = async () => {
    const { value, evidence, files } = draft;
    const body = { register, record, field: field.name, value: value.trim() || null, evidence: evidence.trim() };
    const correction = sent ?? (await propose.mutateAsync({ body })).id;
    setSent(correction);
    for (const file of files) {
      const upload = { content: file, type: 'application/octet-stream' };
      await attach.mutateAsync({ params: { correction }, query: { fileName: file.name }, upload });
    }
    notifications.show({ message: t('corr.sent') });
    setSent(undefined);
    setDraft({ value: '', evidence: '', files: [] });
  };
  return (
    <Confirm
      title={`${t('corr.propose')}: ${field.label}`}
      words={
        <Asking
          register={register}
          field={field.name}
          draft={draft}
          error={propose.error}
          opened={opened}
          onChange={(next) => setDraft((last) => ({ ...last, ...next }))}
        >
          <ProblemNotice error={attach.error} />
        </Asking>
      }
      act={t('corr.propose')}
      onAct={run}
    >
      {(open) =>
        children(() => {
          setOpened(true);
          open();
        })
      }
    </Confirm>
  );
}

interface AskingProps {
  readonly register: string;
  readonly field: string;
  readonly draft: Proposed;
  readonly error: Error | null;
  readonly opened: boolean;
  readonly onChange: (next: Partial<Proposed>) => void;
  readonly children: ReactNode;
}

function Asking({ register, field, draft, error, opened, onChange, children }: AskingProps) {
  const { t, language } = useWords('web-once');
  const plan = useRegisterPlan(register);
  const entity = plan.data?.entry.entity ?? '';
  const form = useEndpoint(
    getEntityForm,
    { params: { entity }, query: { language } },
    { when: opened && entity !== '' },
  );
  return (
    <Stack>
      <p>{t('corr.proposeWords')}</p>
      {plan.data && form.data ? (
        <RightValue
          form={form.data}
          plan={plan.data}
          field={field}
          value={draft.value}
          error={error}
          onChange={(value) => onChange({ value })}
        />
      ) : (
        <ProblemNotice error={error} />
      )}
      <Textarea
        label={t('corr.evidence')}
        description={t('corr.evidenceHint')}
        rows={3}
        maxLength={4000}
        required
        value={draft.evidence}
        onChange={(event) => onChange({ evidence: event.currentTarget.value })}
      />
      <FileInput
        label={t('corr.files')}
        description={t('corr.filesHint')}
        accept={EVIDENCE}
        multiple
        clearable
        clearButtonProps={{ 'aria-label': t('corr.noFiles') }}
        value={[...draft.files]}
        onChange={(files) => onChange({ files })}
      />
      {children}
    </Stack>
  );
}

interface RightValueProps {
  readonly form: FormModel;
  readonly plan: RegisterPlan;
  readonly field: string;
  readonly value: string;
  readonly error: Error | null;
  readonly onChange: (value: string) => void;
}

/** Asked as the form of the register asks it: by list, day or text; what it refuses stands beside it. */
function RightValue({ form, plan, field: name, value, error, onChange }: RightValueProps) {
  const { t } = useWords('web-once');
  const id = useId();
  const wrong = useFieldErrors(error, form, plan.entity).get(name);
  const field = fieldsOf(form).find((one) => one.name === name);
  if (!field) return <ProblemNotice error={error} />;
  return (
    <>
      <FieldRow label={t('corr.value')} htmlFor={id} error={wrong}>
        <FieldControl id={id} field={field} value={value} invalid={wrong !== undefined} onChange={onChange} />
      </FieldRow>
      {error && wrong === undefined && <ProblemNotice error={error} />}
    </>
  );
}
