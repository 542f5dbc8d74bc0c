/** What the node found in a form, field by field and as a whole. */
import { useQuery } from '@tanstack/react-query';
import { getEntitySchema, type EntityPage, type FormModel } from '../../src/dictionary/contract.ts';
import type { Values } from '../../src/records/contract.ts';
import { askRaw, keyOf, ProblemError } from '../api.ts';
import { useWords } from '../i18n.ts';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { formatDay } from '../ui/format.ts';
import { compileDraftCheck, type DraftFinding, type RecordSchema } from './check-draft.ts';
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

/**
 * What the dictionary's JSON Schema finds in what would be sent, in the words of the node's own findings.
 * Until the schema is here it finds nothing: the node judges in any case.
 */
export function useDraftCheck(form: FormModel): (values: Values) => ReadonlyMap<string, string> {
  const { t } = useWords('dictionary');
  const { entity, release } = form;
  const input = { params: { entity }, query: { release } };
  const schema = useQuery({
    queryKey: keyOf(getEntitySchema, input),
    queryFn: async () => compileDraftCheck((await (await askRaw(getEntitySchema, input)).json()) as RecordSchema),
    staleTime: Infinity,
  });
  const fields = fieldsOf(form);
  const labels = new Map(fields.map(({ name, label }) => [name, label]));
  return (values) =>
    new Map(
      [...(schema.data?.(fields, values) ?? new Map<string, DraftFinding>())].map(([field, found]) => {
        const shown = Object.fromEntries(Object.entries(found.values).map(([name, one]) => [name, inWords(one)]));
        const params = { ...shown, name: labels.get(field) ?? field, value: found.value };
        return [field, t(`dictionary:findings.${found.rule}`, params)];
      }),
    );
}

const inWords = (value: string | number) =>
  /^\d{4}-\d{2}-\d{2}$/.test(String(value)) ? formatDay(String(value)) : value;

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
