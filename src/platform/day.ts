/** A calendar day in contracts: one that exists, and that PostgreSQL's `date` can hold. */
import Type from 'typebox';

/** YYYY-MM-DD (RFC 3339 full-date); 30 February and the year 0000, which PostgreSQL has not, are refused. */
export const Day = Type.String({ format: 'date', pattern: '^(?!0000)', description: 'YYYY-MM-DD' });
