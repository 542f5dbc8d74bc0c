/** An expression of an entry, in the editor of the language; what it may read is said by the form it stands in. */
import { createContext, lazy, Suspense, useContext } from 'react';
import { Loading } from '../../ui/states.tsx';
import type { ExpressionScope } from '../expression-editor.tsx';
import type { OfferedField } from '../expression-language.ts';
import type { Control } from './control.ts';

/** The editor weighs more than a page: it comes when there is an expression to write. */
const ExpressionEditor = lazy(async () => ({ default: (await import('../expression-editor.tsx')).ExpressionEditor }));

/** What expressions of the form read. */
export const ExpressionFields = createContext<ExpressionScope>({});

interface ExpressionControlProps extends Control {
  /** The type it must give. */
  readonly result?: OfferedField['type'];
}

export function ExpressionControl({ label, value, result, onChange }: ExpressionControlProps) {
  const scope = useContext(ExpressionFields);
  return (
    <Suspense fallback={<Loading shape="lines" />}>
      <ExpressionEditor
        label={label}
        value={typeof value === 'string' ? value : ''}
        scope={scope}
        {...(result && { result })}
        onChange={(expression) => onChange(expression.trim() === '' ? undefined : expression)}
      />
    </Suspense>
  );
}

const types: Readonly<Record<string, OfferedField['type']>> = {
  integer: 'number',
  decimal: 'number',
  boolean: 'boolean',
  date: 'date',
  partialDate: 'date',
  datetime: 'moment',
};

/** The type of a value of an element: what rules call `value`, and what a calculation must give. */
export const valueType = (dataType: unknown): OfferedField['type'] =>
  (typeof dataType === 'string' ? types[dataType] : undefined) ?? 'text';
