/** Types of SQL, as PostgreSQL and what calls itself so write them → our types. */
import type { DataType } from '../plan.ts';

export interface TypeReading {
  readonly type: DataType;
  readonly maxLength?: number;
  readonly precision?: number;
  readonly scale?: number;
}

const TYPES: Readonly<Record<string, DataType>> = {
  smallint: 'integer',
  integer: 'integer',
  int: 'integer',
  bigint: 'integer',
  int2: 'integer',
  int4: 'integer',
  int8: 'integer',
  serial: 'integer',
  smallserial: 'integer',
  bigserial: 'integer',
  serial2: 'integer',
  serial4: 'integer',
  serial8: 'integer',
  numeric: 'decimal',
  decimal: 'decimal',
  number: 'decimal',
  real: 'decimal',
  float: 'decimal',
  float4: 'decimal',
  float8: 'decimal',
  double: 'decimal',
  'double precision': 'decimal',
  money: 'decimal',
  boolean: 'boolean',
  bool: 'boolean',
  date: 'date',
  timestamp: 'datetime',
  timestamptz: 'datetime',
  'timestamp with time zone': 'datetime',
  'timestamp without time zone': 'datetime',
  datetime: 'datetime',
  text: 'text',
  citext: 'text',
  string: 'text',
  varchar: 'string',
  'character varying': 'string',
  character: 'string',
  char: 'string',
  bpchar: 'string',
  nvarchar: 'string',
  nchar: 'string',
  name: 'string',
  uuid: 'identifier',
};

const DIGITS = /\s*[([]\s*([\d\s,]+)[)\]]\s*/;

/** @returns undefined for a type that has no counterpart */
export function sqlTypeOf(written: string): TypeReading | undefined {
  const plain = written.trim().toLowerCase().replace(/\s+/g, ' ');
  const [, digits = ''] = DIGITS.exec(plain) ?? [];
  const base = plain.replace(DIGITS, ' ').trim();
  const type = TYPES[base];
  const numbers = digits.split(',').flatMap((digit) => (digit.trim() === '' ? [] : [Number(digit)]));
  if (type === 'decimal') return decimalOf(numbers);
  if (type === 'string') return stringOf(base, numbers[0]);
  if (type === 'identifier') return { type, maxLength: 36 };
  return type && { type };
}

const decimalOf = ([precision, scale]: readonly number[]): TypeReading => ({
  type: 'decimal',
  ...(precision !== undefined && { precision }),
  ...(scale !== undefined && { scale }),
});

// CHAR without a length is one letter (ISO/IEC 9075-2 §6.1), NAME has 63; VARCHAR without one has no bound.
const LENGTHS: Readonly<Record<string, number>> = { char: 1, character: 1, name: 63 };

function stringOf(base: string, length: number | undefined): TypeReading {
  const maxLength = length ?? LENGTHS[base];
  return maxLength === undefined || maxLength < 1 ? { type: 'text' } : { type: 'string', maxLength };
}
