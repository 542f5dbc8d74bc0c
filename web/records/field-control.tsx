/** The control of one field of a form, by the widget the dictionary names. */
import { NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { RecordView } from '../../src/records/contract.ts';
import { useWords } from '../i18n.ts';
import { DayInput } from '../ui/day-input.tsx';
import { formatDay } from '../ui/format.ts';
import { Choose } from './choose.tsx';
import { CodeInput } from './codes-input.tsx';
import { parsePartialDay } from './partial-day.ts';
import type { FormField } from './record-draft.ts';
import { ReferenceInput } from './reference-input.tsx';

export interface ControlProps {
  readonly id: string;
  readonly field: FormField;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly invalid: boolean;
  readonly home?: RecordView['body'] | undefined;
}

/** What ties a control to its help and its error (form.tsx gives them these ids). */
const described = ({ id, field, invalid }: ControlProps) => ({
  'aria-describedby': [field.help && `${id}-help`, invalid && `${id}-error`].filter(Boolean).join(' ') || undefined,
  'aria-invalid': invalid || undefined,
  'aria-required': field.required || undefined,
});

export function FieldControl(props: ControlProps) {
  switch (props.field.widget) {
    case 'textarea':
      return <Lines {...props} />;
    case 'number':
    case 'decimal':
      return <Digits {...props} />;
    case 'checkbox':
      return <YesNo {...props} />;
    case 'date':
      return <DayInput id={props.id} width={220} value={props.value} onChange={props.onChange} />;
    case 'partial-date':
      return <PartialDay {...props} />;
    case 'select':
      return <Choice {...props} />;
    case 'code-search':
      return (
        <CodeInput
          id={props.id}
          list={props.field.codeList ?? ''}
          value={props.value}
          onChange={props.onChange}
          invalid={props.invalid}
        />
      );
    case 'record-search':
      return <ReferenceInput {...props} />;
    default:
      return <Line {...props} />;
  }
}

function Line(props: ControlProps) {
  const { id, field, value, onChange, invalid } = props;
  return (
    <TextInput
      id={id}
      dir="auto"
      type={field.widget === 'datetime' ? 'datetime-local' : 'text'}
      value={value}
      error={invalid}
      {...(field.maxLength ? { maxLength: field.maxLength } : {})}
      {...described(props)}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function Lines(props: ControlProps) {
  const { id, field, value, onChange, invalid } = props;
  return (
    <Textarea
      id={id}
      dir="auto"
      rows={2}
      value={value}
      error={invalid}
      {...(field.maxLength ? { maxLength: field.maxLength } : {})}
      {...described(props)}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function Digits(props: ControlProps) {
  const { language } = useWords();
  const { id, field, value, onChange, invalid } = props;
  return (
    <NumberInput
      id={id}
      value={value}
      error={invalid}
      allowDecimal={field.widget === 'decimal'}
      decimalSeparator={language === 'vi' ? ',' : '.'}
      hideControls
      {...described(props)}
      onChange={(next) => onChange(String(next))}
    />
  );
}

function YesNo(props: ControlProps) {
  const { t } = useWords('web-registers');
  const { id, value, onChange, invalid } = props;
  return (
    <Select
      id={id}
      value={value || null}
      error={invalid}
      clearable
      clearButtonProps={{ 'aria-label': t('form.clear') }}
      {...described(props)}
      onChange={(next) => onChange(next ?? '')}
      data={[
        { value: 'true', label: t('value.yes') },
        { value: 'false', label: t('value.no') },
      ]}
    />
  );
}

function Choice(props: ControlProps) {
  const { t } = useWords('web-registers');
  const { id, field, value, onChange, invalid } = props;
  return (
    <Choose
      id={id}
      value={value || null}
      error={invalid}
      searchable={(field.options?.length ?? 0) > 8}
      clearable={!field.required}
      clearButtonProps={{ 'aria-label': t('form.clear') }}
      nothingFoundMessage={t('form.noCode')}
      {...described(props)}
      onChange={(next) => onChange(next ?? '')}
      data={field.options ?? []}
    />
  );
}

/** Keeps what is typed until it can be read: `1990`, `05/1990` or `19/05/1990`. */
function PartialDay(props: ControlProps) {
  const { t } = useWords('web-registers');
  const { id, value, onChange, invalid } = props;
  const [typed, setTyped] = useState<string>();
  const leave = () => {
    if (typed === undefined) return;
    const day = parsePartialDay(typed);
    onChange(day ?? typed);
    if (day !== undefined || typed.trim() === '') setTyped(undefined);
  };
  const wrong = typed !== undefined && typed.trim().length >= 8 && parsePartialDay(typed) === undefined;
  return (
    <TextInput
      id={id}
      dir="ltr"
      w={280}
      maw="100%"
      placeholder={t('form.partialDay')}
      value={typed ?? (/^\d{4}(-\d{2}){0,2}$/.test(value) ? formatDay(value) : value)}
      error={wrong ? t('form.partialDayWrong') : invalid}
      {...described(props)}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={leave}
    />
  );
}
