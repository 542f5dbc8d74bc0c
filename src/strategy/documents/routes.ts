/** Serves the contract of documents: translation only. */
import type { Context } from '../../platform/context.ts';
import { serve, type Server } from '../../platform/http/serve.ts';
import * as contract from './document-contract.ts';
import { listDocuments, readDocument } from './read-documents.ts';

export function documentRoutes(server: Server, context: Context): void {
  serve(server, contract.listDocuments, async () => ({ items: await listDocuments(context) }));
  serve(server, contract.getDocument, ({ params }) => readDocument(context, params.document));
}
