/** Documents as screens and API show them. */
import type { Context } from '../../platform/context.ts';
import type { DocumentPage, DocumentRow } from '../contract.ts';
import { problems } from '../problems.ts';
import * as documents from './store/document.ts';

export const listDocuments = (context: Context): Promise<DocumentRow[]> => documents.allDocuments(context.db);

/** @throws problems.documentNotFound */
export async function readDocument({ db }: Context, code: string): Promise<DocumentPage> {
  const document = await documents.findDocument(db, code);
  if (!document) throw problems.documentNotFound({ document: code });
  const parts: DocumentPage['parts'] = [];
  for (const clause of await documents.clausesOf(db, code, document.version)) {
    if (parts.at(-1)?.number !== clause.part)
      parts.push({ number: clause.part, headings: clause.headings, clauses: [] });
    const { number, texts, note, comments } = clause;
    parts.at(-1)?.clauses.push({ number, texts, note, comments });
  }
  return { document, parts };
}
