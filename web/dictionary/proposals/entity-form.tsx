/** The form of an entity: what it is, its fields in order, its key, and the rules across fields. */
import { Checkbox, Select, TagsInput } from '@mantine/core';
import { useMemo } from 'react';
import { FieldRow } from '../../ui/form.tsx';
import { Panel } from '../../ui/page.tsx';
import { Num } from '../../ui/values.tsx';
import type { Attribute, Entry } from '../attributes.ts';
import { useAttributeWords, useDictionaryWords } from '../attribute-words.tsx';
import { AttributeField, FindingLines } from './attribute-field.tsx';
import type { ExpressionScope } from '../expression-editor.tsx';
import { findingsAt, pointerTo, withAttribute } from './draft.ts';
import { ExpressionFields } from './expression-control.tsx';
import type { FormProps } from './entry-form.ts';
import { RowsControl, type Member } from './rows-control.tsx';
import styles from './editor.module.css';

const at = (name: string, kind: Attribute['kind']): Attribute => ({ name, kind, part: 'definition', must: true });
const head: readonly Attribute[] = [at('code', 'machine'), at('names', 'texts'), at('definition', 'long-texts')];

const fieldMembers: readonly Member[] = [
  { name: 'element', kind: 'element', must: true },
  { name: 'as', kind: 'machine' },
  { name: 'group', kind: 'machine' },
  { name: 'required', kind: 'flag' },
];
const groupMembers: readonly Member[] = [
  { name: 'code', kind: 'machine', must: true },
  { name: 'names', kind: 'texts', must: true, wide: true },
];
const checkMembers: readonly Member[] = [
  { name: 'name', kind: 'machine', must: true },
  { name: 'severity', kind: 'choice', must: true, choices: ['error', 'warning'] },
  {
    name: 'dimension',
    kind: 'choice',
    must: true,
    choices: ['accurate', 'complete', 'clean', 'live', 'consistent', 'shared'],
  },
  { name: 'expression', kind: 'expression', must: true, wide: true },
  { name: 'message', kind: 'texts', must: true, wide: true },
];

export function EntityForm(props: FormProps) {
  const { t } = useDictionaryWords();
  const { address, entry, findings, checking, onChange } = props;
  const scope = useMemo(() => scopeOf(entry, address.proposal), [entry, address.proposal]);
  const set = (name: string) => (value: unknown) => onChange(withAttribute(entry, name, value));
  const count = (name: string) => (Array.isArray(entry[name]) ? (entry[name] as unknown[]).length : 0);
  return (
    <>
      <Panel title={t('editor.meaning')}>
        <div className={styles.form}>
          {head.map((attribute) => (
            <AttributeField
              key={attribute.name}
              {...{ attribute, entry, findings, checking }}
              onChange={set(attribute.name)}
            />
          ))}
          <HomeAndKey {...props} />
        </div>
      </Panel>
      <Panel title={t('tab.fields')} note={<Num value={count('fields')} />}>
        <Rows {...props} name="fields" members={fieldMembers} blank={{ element: '', required: false }} ordered />
      </Panel>
      <Panel title={t('attributeGroups')} note={<Num value={count('groups')} />}>
        <Rows {...props} name="groups" members={groupMembers} blank={{ names: {} }} ordered />
      </Panel>
      <Panel title={t('tab.checks')} note={<Num value={count('checks')} />}>
        <ExpressionFields value={scope}>
          <Rows
            {...props}
            name="checks"
            members={checkMembers}
            blank={{ severity: 'error', dimension: 'consistent', message: {} }}
          />
        </ExpressionFields>
      </Panel>
    </>
  );
}

/** Checks read the fields as they stand in the form, also those that are not stored yet. */
function scopeOf(entry: Entry, proposal: number): ExpressionScope {
  const rows = Array.isArray(entry['fields']) ? (entry['fields'] as Entry[]) : [];
  const elements = rows.flatMap(({ element, as }) =>
    typeof element === 'string' && element !== ''
      ? [{ element, ...(typeof as === 'string' && as !== '' && { as }) }]
      : [],
  );
  return { elements, proposal };
}

interface RowsProps extends FormProps {
  readonly name: string;
  readonly members: readonly Member[];
  readonly blank: Entry;
  readonly ordered?: boolean;
}

/** Findings of a row stand in it; those of the list as a whole stand above. */
function Rows({ name, members, blank, ordered = false, entry, findings, onChange }: RowsProps) {
  const { nameOf } = useAttributeWords();
  const own = pointerTo(name);
  const whole = findings.filter(({ pointer }) => pointer === own);
  return (
    <>
      {whole.length > 0 && (
        <div className={styles.error}>
          <FindingLines findings={whole} />
        </div>
      )}
      <RowsControl
        id={`rows-${name}`}
        label={nameOf(name)}
        members={members}
        blank={blank}
        ordered={ordered}
        value={entry[name]}
        onChange={(value) => onChange(withAttribute(entry, name, value))}
        errorsOf={(row) => [...new Set(findingsAt(findings, pointerTo(name, row)).map(({ message }) => message))]}
      />
    </>
  );
}

function HomeAndKey({ entry, findings, onChange }: FormProps) {
  const { t } = useDictionaryWords();
  const { nameOf, valueOf } = useAttributeWords();
  const body = (entry['body'] ?? {}) as Record<string, string>;
  const errorOf = (name: string) => {
    const here = findingsAt(findings, pointerTo(name));
    return here.length > 0 && <FindingLines findings={here} />;
  };
  const columns = ((entry['fields'] ?? []) as Entry[]).map((field) => String(field['as'] ?? '')).filter(Boolean);
  return (
    <>
      <FieldRow label={nameOf('key')} htmlFor="entity-key" required help={t('help.key')} error={errorOf('key')}>
        <TagsInput
          id="entity-key"
          dir="ltr"
          data={[...new Set(columns)]}
          value={(entry['key'] ?? []) as string[]}
          onChange={(key) => onChange(withAttribute(entry, 'key', key))}
          acceptValueOnBlur
        />
      </FieldRow>
      <FieldRow label={nameOf('body')} htmlFor="entity-body" required error={errorOf('body')}>
        <Select
          id="entity-body"
          value={body['how'] ?? null}
          onChange={(how) => onChange(withAttribute(entry, 'body', { ...body, how: how ?? 'uploader' }))}
          data={['code', 'uploader'].map((value) => ({ value, label: valueOf('body', value) }))}
        />
        {body['how'] === 'code' && (
          <TagsInput
            aria-label={t('editor.bodyField')}
            placeholder={t('editor.bodyField')}
            dir="ltr"
            maxTags={1}
            data={[...new Set(columns)]}
            value={body['field'] ? [body['field']] : []}
            onChange={([field]) => onChange(withAttribute(entry, 'body', { ...body, field }))}
            acceptValueOnBlur
          />
        )}
      </FieldRow>
      <Checkbox
        label={nameOf('validTime')}
        checked={entry['validTime'] === true}
        onChange={(event) => onChange(withAttribute(entry, 'validTime', event.currentTarget.checked || undefined))}
      />
    </>
  );
}
