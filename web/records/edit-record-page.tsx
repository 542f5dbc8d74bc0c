/** Changes a record as it was when the form was opened; if somebody was faster, both are shown and a person decides. */
import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { getEntityForm, type FormModel } from '../../src/dictionary/contract.ts';
import { editRecord, getRecord, type RecordView } from '../../src/records/contract.ts';
import { ask, ProblemError, useCommand, useEndpoint } from '../api.ts';
import { useRegisterName } from '../dictionary/words.tsx';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import type { Source } from '../ui/form.tsx';
import { useAddressPart, useView } from '../ui/hooks.ts';
import { Notice } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { Loaded } from '../ui/states.tsx';
import { addressParts, To } from '../ui/to.tsx';
import { ConflictPanel } from './conflict-panel.tsx';
import { KeptElsewhere } from './kept-elsewhere.tsx';
import { showFirstError } from './new-record-page.tsx';
import { changedValues, draftOf, fieldsOf, missingIn, type Draft } from './record-draft.ts';
import { FormFoot, RecordForm } from './record-form.tsx';
import { FormProblem, useDraftCheck, useFieldErrors } from './record-problems.tsx';
import { titleField, useRegisterPlan, type RegisterPlan } from './register-plan.ts';
import styles from './records.module.css';

export function EditRecordPage() {
  const { t, say, language } = useWords('web-registers');
  const register = useAddressPart('register');
  const record = useAddressPart('record');
  const plan = useRegisterPlan(register);
  const entity = plan.data?.entry.entity;
  const form = useEndpoint(
    getEntityForm,
    { params: { entity: entity ?? '' }, query: { language } },
    { when: entity !== undefined },
  );
  const query = useEndpoint(getRecord, { params: { register, record }, query: { allowed: true } });
  const name = plan.data ? say(plan.data.entry.names) : register;
  const title = plan.data && query.data ? String(query.data.values[titleField(plan.data.entity)] ?? '') : '';
  return (
    <Page
      width="reading"
      title={t('record.edit', { name: title })}
      crumbs={[
        { label: t('web:menu.registers'), to: paths.registers() },
        { label: name, to: paths.register(register) },
        { label: title || t('record.one'), to: paths.record(register, record) },
      ]}
    >
      <Loaded query={plan}>
        {(known) => (
          <Loaded query={form}>
            {(model) => (
              <Loaded query={query}>
                {(view) => <EditOrPropose register={register} plan={known} form={model} opened={view} />}
              </Loaded>
            )}
          </Loaded>
        )}
      </Loaded>
    </Page>
  );
}

/** A form that ends in a refusal helps nobody: what is kept elsewhere is pointed at on the record's page. */
function EditOrPropose(props: EditingProps) {
  const { t } = useWords('web-once');
  const { register, opened } = props;
  if (opened.allowed?.['records.editRecord'].allowed !== false) return <Editing {...props} />;
  const back = (
    <Button component={To} to={paths.record(register, opened.record)} plain>
      {t('corr.openRecord')}
    </Button>
  );
  return <KeptElsewhere view={opened} action={back} />;
}

interface EditingProps {
  readonly register: string;
  readonly plan: RegisterPlan;
  readonly form: FormModel;
  readonly opened: RecordView;
}

function Editing({ register, plan, form, opened: given }: EditingProps) {
  const { t } = useWords('web-registers');
  const navigate = useNavigate();
  // As it was when the form was opened: an answer that comes later must not change what the person compares with.
  const [opened, setOpened] = useState(given);
  const [draft, setDraft] = useState<Draft>(() => draftOf(form, given.values));
  const [now, setNow] = useState<RecordView>();
  const [asked, setAsked] = useState<ReadonlySet<string>>(new Set());
  const held = useHeld(form, register, opened, asked);
  const [{ field: wanted }] = useView({ field: '' });
  // Who comes from a defect comes for one field.
  useEffect(() => {
    if (wanted) document.getElementById(`field-${wanted}`)?.focus();
  }, [wanted]);
  const before = draftOf(form, opened.values);
  const changed = changedValues(form, before, draft);
  const changes = Object.keys(changed).length;
  const leave = () => void navigate(addressParts(paths.record(register, opened.record)));
  const edit = useCommand(editRecord, { refreshes: ['records', 'registers', 'quality'], onDone: leave });
  const errors = useFieldErrors(edit.error, form, plan.entity);
  const missing = missingIn(form, draft);
  const [tried, setTried] = useState(false);
  const check = useDraftCheck(form);
  const all = new Map([
    ...(tried ? check(changed) : []),
    ...missing.map(({ name }) => [name, t('form.needed')] as const),
    ...errors,
  ]);
  const save = () => {
    setTried(true);
    if (missing.length > 0 || check(changed).size > 0) return showFirstError();
    edit.mutate(
      {
        params: { register, record: opened.record },
        body: { values: changed },
        ifMatch: `"${String(opened.version)}"`,
      },
      {
        onError: (error) => {
          if (!isConflict(error)) return showFirstError();
          void ask(getRecord, { params: { register, record: opened.record } }).then(setNow);
        },
      },
    );
  };
  if (now) {
    return (
      <ConflictPanel
        form={form}
        before={before}
        now={draftOf(form, now.values)}
        mine={draft}
        onSettled={(settled) => {
          setOpened(now);
          setDraft(settled);
          setNow(undefined);
          edit.reset();
        }}
      />
    );
  }
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      {held.size > 0 && <Notice>{t('form.heldWords')}</Notice>}
      <RecordForm
        register={register}
        form={form}
        draft={draft}
        held={held}
        errors={all}
        home={opened.body}
        onChange={(field, value) => setDraft((last) => ({ ...last, [field]: value }))}
        onWrong={(field) => setAsked((last) => new Set([...last, field]))}
      />
      {edit.error && !isConflict(edit.error) && <FormProblem error={edit.error} errors={all} />}
      <FormFoot
        act={changes === 0 ? t('record.unchanged') : t('record.save', { count: changes })}
        busy={edit.isPending}
        disabled={changes === 0}
        onCancel={leave}
      />
    </form>
  );
}

const isGiven = (value: unknown) => value !== null && value !== undefined;
const isConflict = (error: unknown) => error instanceof ProblemError && error.status === 412;

/** Stored values that another register answers for: text, until somebody says they are not right. */
function useHeld(
  form: FormModel,
  register: string,
  { values }: RecordView,
  asked: ReadonlySet<string>,
): ReadonlyMap<string, Source> {
  const nameOf = useRegisterName();
  return new Map(
    fieldsOf(form).flatMap(({ name, source, reCollectable }) =>
      source && source !== register && reCollectable === 'forbidden' && isGiven(values[name]) && !asked.has(name)
        ? [[name, { register: nameOf(source) }] as const]
        : [],
    ),
  );
}
