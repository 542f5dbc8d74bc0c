/** What the node found in a form, field by field and as a whole. */
import type { EntityPage, FormModel } from '../../src/dictionary/contract.ts';
import { ProblemError } from '../api.ts';
import { useWords } from '../i18n.ts';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { fieldsOf } from './record-draft.ts';

interface RecordFinding {
  readonly field: string | null;
  readonly rule: string;
  readonly catalogue?: string;
  readonly value: string | null;
  readonly values?: Readonly<Record<string, unknown>>;
}

const INVALID = '/problems/records/invalid-record';

function findingsOf(error: unknown): readonly RecordFinding[] {
  if (!(error instanceof ProblemError) || error.problem.type !== INVALID) return [];
  return (error.problem['findings'] ?? []) as readonly RecordFinding[];
}

/** Sentences for the fields a refused form names; a rule between fields is said at its first field. */
export function useFieldErrors(error: unknown, form: FormModel, entity: EntityPage): ReadonlyMap<string, string> {
  const { t, say } = useWords('dictionary');
  const labels = new Map(fieldsOf(form).map(({ name, label }) => [name, label]));
  return new Map(
    findingsOf(error).flatMap(({ field, rule, catalogue = 'dictionary', value, values }) => {
      if (field === null) return [];
      const check = entity.checks.find(({ name }) => name === values?.['check']);
      const label = labels.get(field) ?? field;
      const words = check
        ? say(check.message)
        : t(`${catalogue}:findings.${rule}`, { ...values, name: label, value: value ?? '' });
      return [[field, words] as const];
    }),
  );
}

/** Above the form: how many fields to look at, or the problem itself. */
export function FormProblem({
  error,
  errors,
}: {
  readonly error: unknown;
  readonly errors: ReadonlyMap<string, string>;
}) {
  const { t } = useWords('web-registers');
  if (errors.size === 0) return <ProblemNotice error={error} />;
  return (
    <Notice tone="warn" live title={t('form.review', { count: errors.size })}>
      {t('form.notStored')}
    </Notice>
  );
}
