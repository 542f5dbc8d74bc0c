/** What the endpoints of privacy are given: lengths and forms. */
import Type from 'typebox';

export const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
export const code = Type.String({ minLength: 1, maxLength: 100 });
export const line = Type.String({ minLength: 1, maxLength: 200 });
export const longText = Type.String({ minLength: 1, maxLength: 4000 });
export const codes = Type.Array(code, { maxItems: 100, uniqueItems: true });
export const contents = Type.Record(Type.String({ pattern: '^[a-z][a-z0-9-]*$' }), Type.String({ maxLength: 4000 }));
export const person = Type.Object({ id: Type.String(), name: Type.String() });
