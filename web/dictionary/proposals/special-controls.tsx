/** Controls with an inside of their own: a pattern with a value to try, a range, citations, quality rules. */
import { TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { Verdict } from '../../ui/verdict.tsx';
import { useDictionaryWords } from '../attribute-words.tsx';
import type { AttributeControl, Control } from './control.ts';
import { RowsControl } from './rows-control.tsx';
import { LineControl } from './text-controls.tsx';
import styles from './editor.module.css';

const LONGEST = 200;

/** RFC 9485, clause 5.3: what an I-Regexp is in ECMAScript. */
function fits(pattern: string, value: string): boolean | undefined {
  try {
    const ecma = pattern.replaceAll(/\\.|\[(?:\\.|[^\]\\])*\]|\./gs, (part) => (part === '.' ? '[^\\n\\r]' : part));
    return new RegExp(`^(?:${ecma})$`, 'u').test(value);
  } catch {
    return undefined;
  }
}

/** The value is tried only when the server has found the pattern sound: it refuses those that never end. */
export function PatternControl({ sound, ...control }: AttributeControl) {
  const { t } = useDictionaryWords();
  const [tried, setTried] = useState('');
  const pattern = typeof control.value === 'string' ? control.value : '';
  const verdict = useMemo(
    () => (pattern !== '' && tried !== '' && sound ? fits(pattern, tried) : undefined),
    [pattern, tried, sound],
  );
  return (
    <>
      <LineControl {...control} machine />
      {pattern !== '' && (
        <div className={styles.trial}>
          <TextInput
            size="xs"
            label={t('editor.tryValue')}
            maxLength={LONGEST}
            dir="ltr"
            value={tried}
            onChange={(event) => setTried(event.currentTarget.value)}
          />
          <span role="status">
            {verdict !== undefined && (
              <Verdict tone={verdict ? 'good' : 'bad'}>{t(verdict ? 'editor.fits' : 'editor.fitsNot')}</Verdict>
            )}
          </span>
        </div>
      )}
    </>
  );
}

export function RangeControl({ value, onChange, label, id }: Control) {
  const { t } = useDictionaryWords();
  const range = (value ?? {}) as Record<string, string>;
  const end = (name: 'min' | 'max') => (
    <TextInput
      id={name === 'min' ? id : `${id}-max`}
      aria-label={`${label}: ${t(`editor.${name}`)}`}
      placeholder={t(`editor.${name}`)}
      dir="ltr"
      value={range[name] ?? ''}
      onChange={(event) => {
        const next = { ...range, [name]: event.currentTarget.value };
        onChange(next.min || next.max ? next : undefined);
      }}
    />
  );
  return (
    <div className={styles.pair}>
      {end('min')}
      {end('max')}
    </div>
  );
}

export function CitationsControl(control: Control) {
  return (
    <RowsControl
      {...control}
      members={[
        { name: 'text', kind: 'line', must: true },
        { name: 'article', kind: 'line' },
        { name: 'day', kind: 'day' },
        { name: 'note', kind: 'line' },
      ]}
    />
  );
}

export function RulesControl(control: Control) {
  return (
    <RowsControl
      {...control}
      blank={{ dimension: 'accurate', severity: 'error', names: {} }}
      members={[
        { name: 'code', kind: 'machine', must: true },
        {
          name: 'dimension',
          kind: 'choice',
          must: true,
          choices: ['accurate', 'complete', 'clean', 'live', 'consistent', 'shared'],
        },
        { name: 'severity', kind: 'choice', must: true, choices: ['error', 'warning'] },
        { name: 'expression', kind: 'expression', must: true, wide: true },
        { name: 'names', kind: 'texts', must: true, wide: true },
      ]}
    />
  );
}
