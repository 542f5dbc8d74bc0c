/** One new record: looked up first, so that only what nobody knows yet is asked. */
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { getEntityForm, type FormModel } from '../../src/dictionary/contract.ts';
import { createRecord, lookupRecord } from '../../src/records/contract.ts';
import { ask, ProblemError, useCommand, useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { useSession } from '../session.tsx';
import type { Source } from '../ui/form.tsx';
import { useAddressPart } from '../ui/hooks.ts';
import { Notice } from '../ui/notice.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { Loaded } from '../ui/states.tsx';
import { addressParts, To } from '../ui/to.tsx';
import { BodySelect } from './body-select.tsx';
import { Prefill, sourceOf, type Prefilled } from './prefill.tsx';
import { changedValues, draftOf, fieldsOf, missingIn, type Draft } from './record-draft.ts';
import { FormFoot, RecordForm } from './record-form.tsx';
import { FormProblem, useDraftCheck, useFieldErrors } from './record-problems.tsx';
import { useRegisterPlan, type RegisterPlan } from './register-plan.ts';
import styles from './records.module.css';

export function NewRecordPage() {
  const { t, say, language } = useWords('web-registers');
  const register = useAddressPart('register');
  const plan = useRegisterPlan(register);
  const entity = plan.data?.entry.entity;
  const form = useEndpoint(
    getEntityForm,
    { params: { entity: entity ?? '' }, query: { language } },
    { when: entity !== undefined },
  );
  const name = plan.data ? say(plan.data.entry.names) : register;
  return (
    <Page
      width="reading"
      title={t('record.new', { register: name })}
      crumbs={[
        { label: t('web:menu.registers'), to: paths.registers() },
        { label: name, to: paths.register(register) },
      ]}
    >
      <Loaded query={plan}>
        {(known) => (
          <Loaded query={form}>{(model) => <NewRecord register={register} plan={known} form={model} />}</Loaded>
        )}
      </Loaded>
    </Page>
  );
}

interface NewRecordProps {
  readonly register: string;
  readonly plan: RegisterPlan;
  readonly form: FormModel;
}

function NewRecord({ register, plan, form }: NewRecordProps) {
  const { t } = useWords('web-registers');
  const { me } = useSession();
  const navigate = useNavigate();
  const [body, setBody] = useState(me?.body?.code ?? '');
  const draft = useDraft(form);
  const [tried, setTried] = useState(false);
  const create = useCommand(createRecord, {
    refreshes: ['records', 'exchange', 'quality'],
    onDone: ({ record }) => void navigate({ ...addressParts(paths.record(register, record)), replace: true }),
  });
  const found = useFieldErrors(create.error, form, plan.entity);
  const typed = changedValues(form, {}, draft.values);
  const check = useDraftCheck(form);
  const errors = new Map([
    ...(tried ? check(typed) : []),
    ...(tried ? missingIn(form, draft.values).map(({ name }) => [name, t('form.needed')] as const) : []),
    ...found,
  ]);
  const source = sourceOf(form, register);
  const save = () => {
    setTried(true);
    if (missingIn(form, draft.values).length > 0 || check(typed).size > 0) return showFirstError();
    create.mutate({ params: { register }, body: { body, values: typed } }, { onError: showFirstError });
  };
  return (
    <div className={styles.form}>
      {source && (
        <Prefill form={form} source={source} draft={draft.values} held={draft.held.size} onFound={draft.prefill} />
      )}
      <form
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <Panel title={t('record.belongsTo')}>
          <BodySelect value={body} onChange={setBody} />
        </Panel>
        <RecordForm
          register={register}
          form={form}
          draft={draft.values}
          held={draft.held}
          errors={errors}
          onChange={draft.set}
          onWrong={draft.release}
        />
        {errors.size > 0 && <FormProblem error={create.error} errors={errors} />}
        {create.error && errors.size === 0 && (
          <Taken error={create.error} register={register} plan={plan} draft={draft.values} />
        )}
        <FormFoot
          act={t('record.create')}
          busy={create.isPending}
          disabled={body === ''}
          onCancel={() => void navigate(addressParts(paths.register(register)))}
        />
      </form>
    </div>
  );
}

/** Brings the first marked field into view, and the keyboard to it. */
export function showFirstError(): void {
  setTimeout(() =>
    document.querySelector<HTMLElement>('[data-wrong="true"] input, [data-wrong="true"] textarea')?.focus(),
  );
}

const isGiven = (value: unknown) => value !== null && value !== undefined;

/** What is typed, and which of it a source answers. */
function useDraft(form: FormModel) {
  const [values, setValues] = useState<Draft>(() => draftOf(form, {}));
  const [held, setHeld] = useState<ReadonlyMap<string, Source>>(new Map());
  return {
    values,
    held,
    set: (field: string, value: string) => setValues((before) => ({ ...before, [field]: value })),
    release: (field: string) => setHeld((before) => new Map([...before].filter(([name]) => name !== field))),
    prefill: ({ values: known, source }: Prefilled) => {
      const names = fieldsOf(form).flatMap(({ name }) => (isGiven(known[name]) ? [name] : []));
      setValues((before) => ({ ...before, ...Object.fromEntries(names.map((name) => [name, String(known[name])])) }));
      setHeld(new Map(names.map((name) => [name, source])));
    },
  };
}

interface TakenProps {
  readonly error: Error;
  readonly register: string;
  readonly plan: RegisterPlan;
  readonly draft: Draft;
}

/** The key is taken: the way to the record that has it, as far as it may be seen. */
function Taken({ error, register, plan, draft }: TakenProps) {
  const { t } = useWords('web-registers');
  const navigate = useNavigate();
  const taken = error instanceof ProblemError && error.problem.type === '/problems/records/key-taken';
  if (!taken) return <FormProblem error={error} errors={new Map()} />;
  const open = async () => {
    const key = plan.entity.entity.key.map((name) => draft[name] ?? '');
    const { record } = await ask(lookupRecord, { params: { register }, query: { key } });
    void navigate(addressParts(paths.record(register, record)));
  };
  return (
    <Notice
      tone="warn"
      live
      title={error.problem.title}
      action={
        <button type="button" className="link-button" onClick={() => void open().catch(() => undefined)}>
          {t('record.openIt')}
        </button>
      }
    >
      {error.problem.detail} <To to={paths.register(register)}>{t('record.all')}</To>
    </Notice>
  );
}
