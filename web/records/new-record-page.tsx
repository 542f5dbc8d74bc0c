/** One new record: looked up first, so that only what nobody knows yet is asked. */
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { getEntityForm, type FormModel } from '../../src/dictionary/contract.ts';
import { lookupRecord } from '../../src/records/contract.ts';
import { ask, ProblemError, useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { useSession } from '../session.tsx';
import { useAddressPart } from '../ui/hooks.ts';
import { Notice } from '../ui/notice.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { Loaded } from '../ui/states.tsx';
import { addressParts, To } from '../ui/to.tsx';
import { Moment } from '../ui/values.tsx';
import { BodySelect } from './body-select.tsx';
import { Prefill, sourceOf } from './prefill.tsx';
import { changedValues, fieldsOf, missingIn, type Draft } from './record-draft.ts';
import { FormFoot, RecordForm } from './record-form.tsx';
import { FormProblem, useDraftCheck, useFieldErrors } from './record-problems.tsx';
import { useRegisterPlan, type RegisterPlan } from './register-plan.ts';
import { useNewRecord, type NewRecordDraft } from './use-new-record.ts';
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
  const draft = useNewRecord({
    register,
    account: me?.account ?? '',
    form,
    ownBody: me?.body?.code ?? '',
    onStored: (record) => void navigate({ ...addressParts(paths.record(register, record)), replace: true }),
  });
  const { send } = draft;
  const source = sourceOf(form, register);
  // The key comes first: what it answers is not asked, and so nothing else is shown before it.
  const [begun, setBegun] = useState(source === undefined || draft.restoredFrom !== undefined);
  const [tried, setTried] = useState(false);
  const found = useFieldErrors(send.error, form, plan.entity);
  const typed = changedValues(form, {}, draft.values);
  const check = useDraftCheck(form);
  const missing = missingIn(form, draft.values).map(({ name }) => [name, t('form.needed')] as const);
  const errors = new Map([...(tried ? [...check(typed), ...missing] : []), ...found]);
  const save = () => {
    setTried(true);
    if (missingIn(form, draft.values).length > 0 || check(typed).size > 0) return showFirstError();
    send.mutate(draft, { onError: showFirstError });
  };
  const begin = () => {
    setBegun(true);
    toFirstQuestion();
  };
  return (
    <div className={styles.form}>
      {draft.restoredFrom !== undefined && !send.isSuccess && (
        <Kept
          at={draft.restoredFrom}
          onForget={() => {
            draft.forget();
            setBegun(source === undefined);
          }}
        />
      )}
      {source && (
        <Prefill
          form={form}
          register={register}
          source={source}
          draft={draft.values}
          held={draft.held.size}
          begun={begun}
          onFound={(answer) => {
            draft.prefill(answer);
            begin();
          }}
          onBegin={(key) => {
            const field = fieldsOf(form).find(({ identifierOf }) => identifierOf === 'person');
            if (key && field) draft.set(field.name, key);
            begin();
          }}
        />
      )}
      {begun && (
        <form
          className={styles.form}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            save();
          }}
        >
          <Panel title={t('record.belongsTo')}>
            <BodySelect value={draft.body} onChange={draft.setBody} />
          </Panel>
          <RecordForm
            register={register}
            form={form}
            draft={draft.values}
            held={draft.held}
            disputed={draft.disputed}
            errors={errors}
            onChange={draft.set}
            onWrong={(field) => {
              draft.dispute(field);
              setTimeout(() => document.getElementById(`field-${field}`)?.focus());
            }}
          />
          <Outcome draft={draft} errors={errors} register={register} plan={plan} />
          <FormFoot
            act={t('record.create')}
            busy={send.isPending && !draft.waiting}
            disabled={draft.body === ''}
            onCancel={() => {
              draft.forget();
              void navigate(addressParts(paths.register(register)));
            }}
          />
        </form>
      )}
    </div>
  );
}

interface OutcomeProps {
  readonly draft: NewRecordDraft;
  readonly errors: ReadonlyMap<string, string>;
  readonly register: string;
  readonly plan: RegisterPlan;
}

/** What became of the sending: kept for later, to be looked at, or refused. */
function Outcome({ draft, errors, register, plan }: OutcomeProps) {
  const { error } = draft.send;
  if (draft.waiting) return <Waiting />;
  if (errors.size > 0) return <FormProblem error={error} errors={errors} />;
  return error && <Taken error={error} register={register} plan={plan} draft={draft.values} />;
}

/** What was typed on this device before, and the way to begin anew. */
function Kept({ at, onForget }: { readonly at: string; readonly onForget: () => void }) {
  const { t } = useWords('web-registers');
  return (
    <Notice
      title={t('draft.restored')}
      action={
        <button type="button" className="link-button" onClick={onForget}>
          {t('draft.forget')}
        </button>
      }
    >
      {t('draft.restoredWords')} <Moment value={at} />
    </Notice>
  );
}

/** The node did not answer: nothing is lost, and nobody has to do anything. */
function Waiting() {
  const { t } = useWords('web-registers');
  return (
    <Notice tone="warn" live title={t('draft.waiting')}>
      {t('draft.waitingWords')}
    </Notice>
  );
}

/** The keyboard goes on where something is left to answer. */
function toFirstQuestion(): void {
  setTimeout(() => {
    const asked = [...document.querySelectorAll<HTMLElement>('[id^="field-"]')];
    const empty = asked.find((one) => one instanceof HTMLInputElement && one.value === '' && !one.disabled);
    (empty ?? asked[0])?.focus();
  }, 50);
}

/** Brings the first marked field into view, and the keyboard to it. */
export function showFirstError(): void {
  setTimeout(() =>
    document.querySelector<HTMLElement>('[data-wrong="true"] input, [data-wrong="true"] textarea')?.focus(),
  );
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
