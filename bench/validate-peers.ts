/** The same judgement by hand, by Ajv and by zod: what the compiled validator is measured against. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { z } from 'zod';
import { communes, FIRST, organisations, provinces, SEXES, TODAY, type Cells } from './validate-data.ts';

const isDigits = (text: string, length: number) => {
  if (text.length !== length) return false;
  for (let i = 0; i < length; i += 1) {
    const code = text.charCodeAt(i);
    if (code < 48 || code > 57) return false;
  }
  return true;
};
const MONTHS = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isDay(text: string): boolean {
  if (text.length !== 10 || text[4] !== '-' || text[7] !== '-') return false;
  const digit = (at: number) => text.charCodeAt(at) - 48;
  for (const at of [0, 1, 2, 3, 5, 6, 8, 9]) {
    const one = digit(at);
    if (!(one >= 0 && one <= 9)) return false;
  }
  const year = digit(0) * 1000 + digit(1) * 100 + digit(2) * 10 + digit(3);
  const month = digit(5) * 10 + digit(6);
  const date = digit(8) * 10 + digit(9);
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const last = month === 2 && isLeap ? 29 : (MONTHS[month] ?? 0);
  return date >= 1 && date <= last && text >= FIRST && text <= TODAY;
}

function lengthOf(text: string): number {
  let n = text.length;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code >= 0xd800 && code <= 0xdbff) n -= 1;
  }
  return n;
}

/** What a programmer writes who knows exactly these twelve columns. */
export function byHand(): (row: Cells) => boolean {
  const [inProvince, inCommune, inOrganisation] = [new Set(provinces), new Set(communes), new Set(organisations)];
  const isName = (text: string) => {
    const n = lengthOf(text);
    return n >= 2 && n <= 80;
  };
  return (row) => {
    const [id, name, sex, born, phone, province, commune, birth, organisation, joined, children, active] = row;
    if (!id || !isDigits(id, 12)) return false;
    if (!name || !isName(name)) return false;
    if (sex !== '1' && sex !== '2' && sex !== '9') return false;
    if (!born || !isDay(born)) return false;
    if (phone && !(phone.length === 10 && phone.charCodeAt(0) === 48 && isDigits(phone, 10))) return false;
    if (!province || !inProvince.has(province)) return false;
    if (!commune || !inCommune.has(commune)) return false;
    if (birth && !inCommune.has(birth)) return false;
    if (!organisation || !inOrganisation.has(organisation)) return false;
    if (joined && !isDay(joined)) return false;
    if (
      children &&
      !(
        (children.length === 1 || children.length === 2) &&
        isDigits(children, children.length) &&
        Number(children) <= 30
      )
    )
      return false;
    return !active || active === 'true' || active === 'false';
  };
}

export function byAjv(): (row: object) => boolean {
  const ajv = new Ajv2020({ allErrors: false });
  (addFormats as unknown as (ajv: Ajv2020, options: object) => void)(ajv, { keywords: true });
  const sets: Record<string, ReadonlySet<string>> = {
    PROVINCE: new Set(provinces),
    COMMUNE: new Set(communes),
    ORGANISATION: new Set(organisations),
  };
  ajv.addKeyword({
    keyword: 'inList',
    type: 'string',
    compile: (list: string) => {
      const set = sets[list] as ReadonlySet<string>;
      return (value: string) => set.has(value);
    },
  });
  const text = { type: 'string' };
  const day = { ...text, format: 'date', formatMinimum: FIRST, formatMaximum: TODAY };
  const properties = {
    person_id: { ...text, pattern: '^[0-9]{12}$' },
    full_name: { ...text, minLength: 2, maxLength: 80 },
    sex: { enum: SEXES },
    born_on: day,
    phone: { ...text, pattern: '^0[0-9]{9}$' },
    province: { ...text, inList: 'PROVINCE' },
    commune: { ...text, inList: 'COMMUNE' },
    birth_commune: { ...text, inList: 'COMMUNE' },
    organisation: { ...text, inList: 'ORGANISATION' },
    joined_on: day,
    children: { ...text, pattern: '^(?:[0-9]|[12][0-9]|30)$' },
    active: { enum: ['true', 'false'] },
  };
  const required = ['person_id', 'full_name', 'sex', 'born_on', 'province', 'commune', 'organisation'];
  return ajv.compile({ type: 'object', properties, required, additionalProperties: false });
}

export function byZod(): (row: object) => boolean {
  const within = (codes: readonly string[]) => {
    const set = new Set(codes);
    return z.string().refine((value) => set.has(value));
  };
  const day = z.iso.date().refine((value) => value >= FIRST && value <= TODAY);
  const schema = z.strictObject({
    person_id: z.string().regex(/^[0-9]{12}$/),
    full_name: z.string().refine((value) => {
      const n = lengthOf(value);
      return n >= 2 && n <= 80;
    }),
    sex: z.enum(['1', '2', '9']),
    born_on: day,
    phone: z
      .string()
      .regex(/^0[0-9]{9}$/)
      .optional(),
    province: within(provinces),
    commune: within(communes),
    birth_commune: within(communes).optional(),
    organisation: within(organisations),
    joined_on: day.optional(),
    children: z
      .string()
      .regex(/^(?:[0-9]|[12][0-9]|30)$/)
      .optional(),
    active: z.enum(['true', 'false']).optional(),
  });
  return (row) => schema.safeParse(row).success;
}
