/** What entries can be looked for by: the same for the list, its facets and the signed file. */
import Type from 'typebox';
import { Day } from '../day.ts';

const Moment = Type.Union([Day, Type.String({ format: 'date-time', pattern: '^(?!0000)' })], {
  description: 'A day of the deployment’s time zone, or an instant with its offset (RFC 3339)',
});

export const EntryQuery = {
  action: Type.Optional(Type.String({ description: 'An action, or its room with a dot: `records.`' })),
  actor: Type.Optional(Type.String()),
  body: Type.Optional(Type.Integer({ minimum: 0, maximum: 2_147_483_647 })),
  subject: Type.Optional(Type.String()),
  rule: Type.Optional(Type.String({ description: 'The rule that decided: `governance/on-behalf`' })),
  record: Type.Optional(Type.String({ format: 'uuid', description: 'Entries that were about this record' })),
  allowed: Type.Optional(Type.Boolean()),
  from: Type.Optional(Moment),
  to: Type.Optional(Moment),
};
