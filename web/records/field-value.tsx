/** One value of a record as a person reads it: days, codes by name, numbers, yes and no. */
import type { RecordView, Values } from '../../src/records/contract.ts';
import { useWords, type Words } from '../i18n.ts';
import { formatDay, formatMoment, formatNumber } from '../ui/format.ts';
import type { Coded, NameOfCode } from './code-names.ts';

export type Value = Values[string] | undefined;
export interface Typed {
  readonly dataType: string;
  readonly codeList?: string | undefined;
}

interface FieldValueProps {
  readonly field: Typed;
  readonly value: Value;
  readonly nameOf: NameOfCode;
  /** The record's home body: a reference to it is said by name. */
  readonly home?: RecordView['body'] | undefined;
}

const nothing = (value: Value): value is undefined | null | '' => value === undefined || value === null || value === '';

export function FieldValue({ field, value, nameOf, home }: FieldValueProps) {
  const words = useWords('web-registers');
  if (nothing(value)) return <>–</>;
  const text = valueInWords({ field, value, nameOf, home }, words);
  const leftToRight = /^(?:date|partialDate|datetime|integer|decimal|identifier)$/.test(field.dataType);
  return leftToRight ? (
    <bdi dir="ltr" className="number">
      {text}
    </bdi>
  ) : (
    <>{text}</>
  );
}

/** The same as plain text, for sorting, titles and options. */
export function valueInWords({ field, value, nameOf, home }: FieldValueProps, words: Words): string {
  if (nothing(value)) return '–';
  const { say, language } = words;
  const text = String(value);
  switch (field.dataType) {
    case 'date':
    case 'partialDate':
      return formatDay(text);
    case 'datetime':
      return formatMoment(text);
    case 'boolean':
      return words.t(text === 'true' ? 'web-registers:value.yes' : 'web-registers:value.no');
    case 'integer':
    case 'decimal':
      return formatNumber(Number(value), language);
    case 'code':
      return say(nameOf(field.codeList ?? '', text) ?? text);
    case 'reference':
      return home?.code === text ? say(home.names) : text;
    default:
      return text;
  }
}

/** The codes among these values, to be asked by name. */
export function codesIn(
  fields: readonly (Typed & { readonly name: string })[],
  rows: readonly { readonly values: Values }[],
): readonly Coded[] {
  const coded = fields.filter(({ codeList }) => codeList !== undefined);
  return rows.flatMap(({ values }) =>
    coded.flatMap(({ name, codeList }) => {
      const code = values[name];
      return typeof code === 'string' && code !== '' ? [{ list: codeList ?? '', code }] : [];
    }),
  );
}
