/** The form the dictionary compiles to: what a trusted source already answers is text with its source, never asked again. */
import { Button } from '@mantine/core';
import type { FormModel } from '../../src/dictionary/contract.ts';
import type { RecordView } from '../../src/records/contract.ts';
import { useRegisterName } from '../dictionary/words.tsx';
import { useWords } from '../i18n.ts';
import { FieldGrid, FieldRow, KnownValue, type Source } from '../ui/form.tsx';
import { Panel } from '../ui/page.tsx';
import { useCodeNames } from './code-names.ts';
import { FieldControl } from './field-control.tsx';
import { valueInWords } from './field-value.tsx';
import type { Draft, FormField } from './record-draft.ts';
import { useMemo } from 'react';
import styles from './records.module.css';

export interface FormParts {
  readonly register: string;
  readonly form: FormModel;
  readonly draft: Draft;
  /** Fields that a source answers, with the source: shown as text. */
  readonly held: ReadonlyMap<string, Source>;
  /** What the source says of fields that somebody calls wrong: asked after all, and the difference goes to it. */
  readonly disputed?: ReadonlyMap<string, string>;
  readonly errors: ReadonlyMap<string, string>;
  readonly onChange: (field: string, value: string) => void;
  /** "This is not right": the field is asked after all. */
  readonly onWrong: (field: string) => void;
  readonly home?: RecordView['body'] | undefined;
}

export function RecordForm(parts: FormParts) {
  return (
    <>
      {parts.form.groups.map((group) => (
        <Group key={group.code} group={group} parts={parts} />
      ))}
    </>
  );
}

type GroupModel = FormModel['groups'][number];

/** Groups that nothing is asked of, and nothing is in, are folded away. */
function Group({ group, parts }: { readonly group: GroupModel; readonly parts: FormParts }) {
  const { t } = useWords('web-registers');
  const { draft, errors } = parts;
  const matters = group.fields.some(({ name, required }) => required || draft[name] || errors.has(name));
  const fields = (
    <FieldGrid>
      {group.fields.map((field) => (
        <FormLine key={field.name} field={field} parts={parts} />
      ))}
    </FieldGrid>
  );
  if (matters) return <Panel title={group.title}>{fields}</Panel>;
  return (
    <Panel>
      <details className={styles.folded}>
        <summary>
          {group.title} · {t('form.optional', { count: group.fields.length })}
        </summary>
        <div className={styles.unfolded}>{fields}</div>
      </details>
    </Panel>
  );
}

function FormLine({ field, parts }: { readonly field: FormField; readonly parts: FormParts }) {
  const words = useWords('web-registers');
  const { t } = words;
  const nameOfRegister = useRegisterName();
  const value = parts.draft[field.name] ?? '';
  const held = parts.held.get(field.name);
  const disputed = parts.disputed?.get(field.name);
  const nameOf = useCodeNames(
    useMemo(() => (field.codeList && value ? [{ list: field.codeList, code: value }] : []), [field.codeList, value]),
  );
  const elsewhere = field.source !== undefined && field.source !== parts.register;
  const id = `field-${field.name}`;
  const error = parts.errors.get(field.name);
  if (held || field.readOnly) {
    const type = { dataType: typeOf(field), codeList: field.codeList };
    return (
      <FieldRow
        label={field.label}
        source={held}
        error={error}
        onWrong={held && !field.readOnly ? () => parts.onWrong(field.name) : undefined}
      >
        <KnownValue>{valueInWords({ field: type, value, nameOf, home: parts.home }, words)}</KnownValue>
      </FieldRow>
    );
  }
  return (
    <div className={field.widget === 'textarea' ? styles.wide : undefined}>
      <FieldRow
        label={field.label}
        htmlFor={id}
        required={field.required}
        help={field.help}
        error={error}
        {...(elsewhere ? { source: { register: nameOfRegister(field.source ?? '') } } : {})}
      >
        <FieldControl
          id={id}
          field={field}
          value={value}
          invalid={error !== undefined}
          home={parts.home}
          onChange={(next) => parts.onChange(field.name, next)}
        />
        {disputed !== undefined ? (
          <span className={styles.compared}>
            {t('form.disputed', {
              value: valueInWords(
                {
                  field: { dataType: typeOf(field), codeList: field.codeList },
                  value: disputed,
                  nameOf,
                  home: parts.home,
                },
                words,
              ),
            })}
          </span>
        ) : (
          elsewhere &&
          value !== '' &&
          field.reCollectable === 'forbidden' && <span className={styles.compared}>{t('form.willBeCompared')}</span>
        )}
      </FieldRow>
    </div>
  );
}

/** The type a widget stands for, as values are worded by it. */
export const typeOf = ({ widget, codeList }: FormField): string => {
  if (codeList) return 'code';
  const types: Readonly<Record<string, string>> = {
    date: 'date',
    'partial-date': 'partialDate',
    datetime: 'datetime',
    number: 'integer',
    decimal: 'decimal',
    checkbox: 'boolean',
    'record-search': 'reference',
  };
  return types[widget] ?? 'string';
};

interface FormFootProps {
  readonly act: string;
  readonly busy: boolean;
  readonly disabled?: boolean;
  readonly onCancel: () => void;
}

/** Always in sight: a form of seventy fields ends far below. */
export function FormFoot({ act, busy, disabled = false, onCancel }: FormFootProps) {
  const { t } = useWords();
  return (
    <div className={styles.foot} data-no-print>
      <Button variant="default" onClick={onCancel}>
        {t('web:action.cancel')}
      </Button>
      <Button type="submit" loading={busy} disabled={disabled}>
        {act}
      </Button>
    </div>
  );
}
