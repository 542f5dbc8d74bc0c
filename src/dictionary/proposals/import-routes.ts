/** Files that become a proposal, over HTTP: one as the body, several as parts of a form. */
import type { Readable } from 'node:stream';
import type { Context } from '../../platform/context.ts';
import { serve, type Server } from '../../platform/http/serve.ts';
import { readWhole } from '../../platform/http/upload.ts';
import * as contract from '../contract.ts';
import { describeImportFinding, LARGEST, type ImportFile } from '../import/index.ts';
import { importProposal, type Imported } from './import-proposal.ts';
import { proposalProblems as problems } from './proposal-problems.ts';
import { actingOf } from './proposal-routes.ts';

const MOST_SHOWN = 500;

export function importRoutes(server: Server, context: Context): void {
  serve(server, contract.importProposal, async ({ query, upload, request, t, ...call }) => {
    const { name = 'file', language = call.caller.language, ...options } = query;
    const files = await readFiles(upload, request.headers['content-type'] ?? '', name);
    const imported = await importProposal(context, { ...options, language, files, t }, await actingOf(server, call));
    const { read, number, takenOver } = imported;
    const told = read.findings.map((one) => ({ ...one, values: undefined, message: describeImportFinding(one, t) }));
    const gap = takenOver.languages.join(', ');
    const gaps = {
      file: files[0]?.name ?? name,
      severity: 'note' as const,
      code: 'words-taken-over',
      message: t('proposal:findings.words-taken-over', { count: takenOver.count, languages: gap }),
    };
    const all = [...told.map(({ values: _, ...one }) => one), ...(takenOver.count === 0 ? [] : [gaps])];
    const order = ['error', 'warning', 'note'];
    all.sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
    return {
      proposal: number,
      counts: count(imported, files, all),
      findings: all.slice(0, MOST_SHOWN),
      hash: read.hash,
      ...(read.planHash !== undefined && { planHash: read.planHash }),
    };
  });
}

function count(
  { read, same }: Imported,
  files: readonly ImportFile[],
  findings: readonly { readonly severity: string }[],
) {
  const of = (severity: string) => findings.filter((one) => one.severity === severity).length;
  return {
    files: files.length,
    elements: read.elements.length,
    entities: read.entities.length,
    codeLists: read.codeLists.length,
    unresolved: read.unresolved.length,
    errors: of('error'),
    warnings: of('warning'),
    notes: of('note'),
    same,
  };
}

async function readFiles(upload: Readable, type: string, name: string): Promise<ImportFile[]> {
  const bytes = await readWhole(upload, LARGEST);
  if (!/^multipart\/form-data\b/i.test(type)) return [{ name, bytes, size: bytes.length }];
  try {
    const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData();
    const files = [...form.values()].filter((value) => typeof value !== 'string');
    if (files.length === 0) throw problems.importFormUnreadable();
    return await Promise.all(
      files.map(async (file) => ({
        name: file.name,
        bytes: new Uint8Array(await file.arrayBuffer()),
        size: file.size,
      })),
    );
  } catch (error) {
    if (error instanceof TypeError) throw problems.importFormUnreadable();
    throw error;
  }
}
