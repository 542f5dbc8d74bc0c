/** Rows of an attribute that holds several parts each: citations, quality rules, groups, checks, fields. Added, taken away, put in order by keyboard. */
import { ActionIcon, Button, Checkbox } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react';
import { DayInput } from '../../ui/day-input.tsx';
import type { Entry } from '../attributes.ts';
import { useAttributeWords, useDictionaryWords } from '../attribute-words.tsx';
import { ChoiceControl, CodeListControl, ElementControl } from './choice-controls.tsx';
import type { Control } from './control.ts';
import { moved, withAttribute } from './draft.ts';
import { ExpressionControl } from './expression-control.tsx';
import { LineControl, TextsControl } from './text-controls.tsx';
import styles from './editor.module.css';

export interface Member {
  readonly name: string;
  readonly kind: 'line' | 'machine' | 'texts' | 'choice' | 'day' | 'flag' | 'element' | 'code-list' | 'expression';
  readonly choices?: readonly string[];
  readonly must?: boolean;
  /** Takes the whole width. */
  readonly wide?: boolean;
}

interface RowsControlProps extends Control {
  readonly members: readonly Member[];
  /** What a new row begins with. */
  readonly blank?: Entry;
  /** The order of the rows is a part of the entry. */
  readonly ordered?: boolean;
  /** What is wrong in a row. */
  readonly errorsOf?: (row: number) => readonly string[];
}

export function RowsControl({ members, blank = {}, ordered = false, errorsOf, ...control }: RowsControlProps) {
  const { t } = useDictionaryWords();
  const { value, onChange, label, id } = control;
  const rows = Array.isArray(value) ? (value as Entry[]) : [];
  return (
    <div className={styles.rows}>
      {rows.map((row, i) => (
        <fieldset key={i} className={styles.rowBox}>
          <legend className="visually-hidden">{t('editor.row', { name: label, number: i + 1 })}</legend>
          <div className={styles.rowFields}>
            {members.map((member) => (
              <MemberField
                key={member.name}
                member={member}
                id={`${id}-${String(i)}-${member.name}`}
                value={row[member.name]}
                onChange={(next) =>
                  onChange(rows.map((one, at) => (at === i ? withAttribute(one, member.name, next) : one)))
                }
              />
            ))}
            {errorsOf?.(i).map((message) => (
              <p key={message} className={styles.error}>
                {message}
              </p>
            ))}
          </div>
          <div className={styles.rowActs}>
            {ordered && (
              <>
                <ActionIcon
                  aria-label={t('editor.up', { number: i + 1 })}
                  disabled={i === 0}
                  onClick={() => onChange(moved(rows, i, -1))}
                >
                  <IconArrowUp size={17} />
                </ActionIcon>
                <ActionIcon
                  aria-label={t('editor.down', { number: i + 1 })}
                  disabled={i === rows.length - 1}
                  onClick={() => onChange(moved(rows, i, 1))}
                >
                  <IconArrowDown size={17} />
                </ActionIcon>
              </>
            )}
            <ActionIcon
              aria-label={t('editor.removeRow', { number: i + 1 })}
              onClick={() => onChange(rows.filter((_, at) => at !== i))}
            >
              <IconTrash size={17} />
            </ActionIcon>
          </div>
        </fieldset>
      ))}
      <div>
        <Button
          variant="default"
          size="xs"
          id={id}
          leftSection={<IconPlus size={15} />}
          aria-label={`${t('editor.add')}: ${label}`}
          onClick={() => onChange([...rows, blank])}
        >
          {t('editor.add')}
        </Button>
      </div>
    </div>
  );
}

interface MemberFieldProps {
  readonly member: Member;
  readonly id: string;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

function MemberField({ member, id, value, onChange }: MemberFieldProps) {
  const { nameOf } = useAttributeWords();
  const label = nameOf(`row.${member.name}`);
  const control = { id, label, value, onChange };
  return (
    <div className={styles.member} data-wide={member.wide ?? false}>
      {member.kind !== 'flag' && (
        <label className={styles.memberLabel} htmlFor={id}>
          {label}
          {member.must && (
            <span className={styles.star} aria-hidden>
              *
            </span>
          )}
        </label>
      )}
      <MemberControl member={member} control={control} />
    </div>
  );
}

function MemberControl({ member, control }: { readonly member: Member; readonly control: Control }) {
  const { id, label, value, onChange } = control;
  switch (member.kind) {
    case 'texts':
      return <TextsControl {...control} />;
    case 'expression':
      return <ExpressionControl {...control} result="boolean" />;
    case 'element':
      return <ElementControl {...control} />;
    case 'code-list':
      return <CodeListControl {...control} />;
    case 'day':
      return (
        <DayInput
          id={id}
          value={typeof value === 'string' ? value : ''}
          onChange={(day) => onChange(day || undefined)}
        />
      );
    case 'flag':
      return (
        <Checkbox
          id={id}
          label={label}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case 'choice':
      return (
        <ChoiceControl
          {...control}
          attribute={{
            name: member.name,
            part: 'technical',
            kind: 'choice',
            ...(member.must ? { must: true } : {}),
            ...(member.choices ? { choices: member.choices } : {}),
          }}
          entry={{}}
          sound
        />
      );
    default:
      return <LineControl {...control} machine={member.kind === 'machine'} />;
  }
}
