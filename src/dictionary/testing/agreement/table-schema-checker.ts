/** A reader of Frictionless Table Schema v1 of its own: casts a cell by its field's type, then asks its constraints. */
interface Field {
  readonly name: string;
  readonly type: string;
  readonly format?: string;
  readonly constraints: Readonly<{
    required?: boolean;
    minLength?: number;
    maxLength?: number;
    minimum?: string | number;
    maximum?: string | number;
    pattern?: string;
    enum?: readonly string[];
  }>;
}
export interface TableSchemaDocument {
  readonly fields: readonly Field[];
  readonly missingValues: readonly string[];
}

type Cast = string | number | boolean | undefined;

const day = (text: string): string | undefined => {
  const [, y = '', m = '', d = ''] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  const date = new Date(0);
  date.setUTCFullYear(Number(y), Number(m) - 1, Number(d));
  return Number(y) > 0 && date.getUTCMonth() === Number(m) - 1 && date.getUTCDate() === Number(d) ? text : undefined;
};

/** Types and their lexical forms (specification, "Types and Formats"). */
const casts: Readonly<Record<string, (text: string) => Cast>> = {
  string: (text) => text,
  integer: (text) => (/^[+-]?\d+$/.test(text) ? Number(text) : undefined),
  number: (text) => (/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$|^(NaN|-?INF)$/.test(text) ? Number(text) : undefined),
  boolean: (text) =>
    ['true', 'True', 'TRUE', '1'].includes(text)
      ? true
      : ['false', 'False', 'FALSE', '0'].includes(text)
        ? false
        : undefined,
  date: day,
  datetime: (text) =>
    day(text.slice(0, 10)) !== undefined && /^.{10}[T ]([01]\d|2[0-3]):[0-5]\d/.test(text) ? text : undefined,
};

export function fitsTableSchema({ fields, missingValues }: TableSchemaDocument, name: string, cell: string): boolean {
  const field = fields.find((one) => one.name === name);
  if (!field) return false;
  const { constraints } = field;
  if (missingValues.includes(cell)) return constraints.required !== true;
  const value = casts[field.type]?.(cell);
  if (value === undefined) return false;
  const { minLength = 0, maxLength = Infinity, minimum, maximum, pattern } = constraints;
  const length = [...cell].length;
  const isText = field.type === 'string';
  return [
    !isText || (length >= minLength && length <= maxLength),
    // XML Schema's `.` and an I-Regexp's are the same; ECMAScript's leaves out two more.
    pattern === undefined || new RegExp(`^(?:${ecma(pattern)})$`, 'u').test(cell),
    minimum === undefined || value >= minimum,
    maximum === undefined || value <= maximum,
    constraints.enum === undefined || constraints.enum.includes(cell),
  ].every(Boolean);
}

const REWRITTEN: Readonly<Record<string, string>> = { '.': '[^\\n\\r]', '\\-': '-' };
const ecma = (pattern: string) => pattern.replace(/\\.|\[(?:\\.|[^\]\\])*\]|\./gu, (one) => REWRITTEN[one] ?? one);
