/** Documents over HTTP. */
import Type, { type Static } from 'typebox';
import { endpoint } from '../../platform/http/endpoint.ts';
import { Texts } from '../../platform/texts.ts';
import { literals, Nullable, text } from '../contract-shapes.ts';

export const DocumentState = literals(['draft', 'under-consultation', 'submitted', 'issued', 'superseded']);

export const DocumentRow = Type.Object({
  code: text,
  kind: text,
  titles: Texts,
  /** What the draft says about itself: where it comes from, what is to be confirmed. */
  note: Nullable(Texts),
  version: Type.Integer(),
  state: DocumentState,
  clauses: Type.Integer(),
  consultation: Nullable(text),
});
export type DocumentRow = Static<typeof DocumentRow>;

export const Clause = Type.Object({ number: text, texts: Texts, note: Nullable(Texts), comments: Type.Integer() });
export const DocumentPage = Type.Object({
  document: DocumentRow,
  parts: Type.Array(Type.Object({ number: text, headings: Texts, clauses: Type.Array(Clause) })),
});
export type DocumentPage = Static<typeof DocumentPage>;

export const listDocuments = endpoint({
  name: 'strategy.listDocuments',
  method: 'GET',
  path: '/api/strategy/documents',
  permission: 'strategy.read',
  summary: 'The four documents with version and state',
  response: Type.Object({ items: Type.Array(DocumentRow) }),
});

export const getDocument = endpoint({
  name: 'strategy.getDocument',
  method: 'GET',
  path: '/api/strategy/documents/{document}',
  permission: 'strategy.read',
  summary: 'One document, clause by clause',
  params: Type.Object({ document: Type.String({ maxLength: 50 }) }),
  response: DocumentPage,
});
