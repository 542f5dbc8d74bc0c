/** Asks one field by its kind: words, a span of days or numbers, yes or no, codes of its list. */
import { Button, Checkbox, NumberInput, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { FieldRow } from '../../src/dictionary/contract.ts';
import { useWords } from '../i18n.ts';
import { DayInput } from '../ui/day-input.tsx';
import { FormEnd } from '../ui/form.tsx';
import { CodesInput } from './codes-input.tsx';
import { filterKindOf, type Condition } from './filters.ts';

type Asked = Omit<Condition, 'field'>;

interface FilterEditorProps {
  readonly field: FieldRow;
  readonly conditions: readonly Condition[];
  readonly onApply: (conditions: readonly Asked[]) => void;
}

export function FilterEditor({ field, conditions, onApply }: FilterEditorProps) {
  const { t } = useWords('web-registers');
  const first = conditions[0]?.op;
  const [presence, setPresence] = useState(first === 'null' || first === 'notnull' ? first : '');
  const [asked, setAsked] = useState<readonly Asked[]>(presence ? [] : conditions);
  const apply = () => onApply(presence ? [{ op: presence, values: [] }] : asked.filter(complete));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      {!presence && <Question field={field} asked={asked} onChange={setAsked} />}
      <Checkbox
        mt="sm"
        size="sm"
        label={t('filter.empty')}
        checked={presence === 'null'}
        onChange={(event) => setPresence(event.currentTarget.checked ? 'null' : '')}
      />
      <Checkbox
        mt={6}
        mb="sm"
        size="sm"
        label={t('filter.notEmpty')}
        checked={presence === 'notnull'}
        onChange={(event) => setPresence(event.currentTarget.checked ? 'notnull' : '')}
      />
      <FormEnd>
        <Button type="submit">{t('filter.apply')}</Button>
      </FormEnd>
    </form>
  );
}

const complete = ({ values }: Asked) => values.some((value) => value.trim() !== '');

interface QuestionProps {
  readonly field: FieldRow;
  readonly asked: readonly Asked[];
  readonly onChange: (asked: readonly Asked[]) => void;
}

function Question(props: QuestionProps) {
  switch (filterKindOf(props.field.dataType)) {
    case 'date':
      return <DaySpan {...props} />;
    case 'number':
      return <NumberSpan {...props} />;
    case 'boolean':
      return <YesNo {...props} />;
    case 'code':
      return <Codes {...props} />;
    case 'text':
      return <Words {...props} />;
  }
}

const valueOf = (asked: readonly Asked[], op: string) => asked.find((one) => one.op === op)?.values[0] ?? '';
const withBound = (asked: readonly Asked[], op: string, value: string): readonly Asked[] => [
  ...asked.filter((one) => one.op !== op && (one.op === 'ge' || one.op === 'le')),
  ...(value ? [{ op, values: [value] }] : []),
];

function Words({ asked, onChange }: QuestionProps) {
  const { t } = useWords('web-registers');
  const op = asked[0]?.op ?? 'contains';
  const value = asked[0]?.values[0] ?? '';
  return (
    <>
      <Select
        mt="sm"
        aria-label={t('filter.how')}
        value={op}
        onChange={(next) => onChange([{ op: next ?? op, values: [value] }])}
        data={['contains', 'prefix', 'eq', 'ne'].map((one) => ({ value: one, label: t(`filter.op.${one}`) }))}
        comboboxProps={{ withinPortal: false }}
      />
      <TextInput
        mt={6}
        aria-label={t('filter.value')}
        dir="auto"
        data-autofocus
        value={value}
        onChange={(event) => onChange([{ op, values: [event.currentTarget.value] }])}
      />
    </>
  );
}

/** Of a day that may be known in part, the first of January is the year: `1990` is not before it. */
const firstOf = (day: string) => day.replace(/(?:-01)?-01$/, '');

function DaySpan({ field, asked, onChange }: QuestionProps) {
  const { t } = useWords('web-registers');
  const begin = (day: string) => (field.dataType === 'partialDate' ? firstOf(day) : day);
  return (
    <>
      <DayInput
        label={t('filter.fromDay')}
        width={280}
        value={valueOf(asked, 'ge')}
        onChange={(day) => onChange(withBound(asked, 'ge', begin(day)))}
      />
      <DayInput
        label={t('filter.toDay')}
        width={280}
        value={valueOf(asked, 'le')}
        onChange={(day) => onChange(withBound(asked, 'le', day))}
      />
    </>
  );
}

function NumberSpan({ asked, onChange }: QuestionProps) {
  const { t } = useWords('web-registers');
  return (
    <>
      <NumberInput
        mt="sm"
        label={t('filter.from')}
        value={valueOf(asked, 'ge')}
        onChange={(value) => onChange(withBound(asked, 'ge', String(value)))}
      />
      <NumberInput
        label={t('filter.to')}
        value={valueOf(asked, 'le')}
        onChange={(value) => onChange(withBound(asked, 'le', String(value)))}
      />
    </>
  );
}

function YesNo({ asked, onChange }: QuestionProps) {
  const { t } = useWords('web-registers');
  return (
    <Select
      mt="sm"
      aria-label={t('filter.value')}
      value={asked[0]?.values[0] ?? null}
      onChange={(next) => onChange(next ? [{ op: 'eq', values: [next] }] : [])}
      data={[
        { value: 'true', label: t('value.yes') },
        { value: 'false', label: t('value.no') },
      ]}
      comboboxProps={{ withinPortal: false }}
    />
  );
}

function Codes({ field, asked, onChange }: QuestionProps) {
  const { t } = useWords('web-registers');
  return (
    <CodesInput
      label={t('filter.oneOf')}
      list={field.codeList ?? ''}
      values={asked.flatMap(({ values }) => values)}
      onChange={(values) => onChange(values.length > 0 ? [{ op: 'in', values }] : [])}
    />
  );
}
