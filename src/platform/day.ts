/** A calendar day in contracts: one that exists, and that PostgreSQL's `date` can hold. */
import Type from 'typebox';

/** YYYY-MM-DD (RFC 3339 full-date); 30 February and the year 0000, which PostgreSQL has not, are refused. */
export const Day = Type.String({ format: 'date', pattern: '^(?!0000)', description: 'YYYY-MM-DD' });

/** dd/MM/yyyy, as on the screen in every language. */
export const printDay = (day: string): string => day.split('-').reverse().join('/');

/** A text that is a day by itself, as people read it; every other value as it is. */
export const dayAsRead = <T>(value: T): T | string =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? printDay(value) : value;
