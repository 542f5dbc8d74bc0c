/** Translation between the contract and crosswalks. */
import type { Context } from '../platform/context.ts';
import { serve, type Server } from '../platform/http/serve.ts';
import { parseColumns } from './codes/read-rows.ts';
import * as contract from './contract.ts';
import { crosswalkExport, crosswalkList, crosswalkPage } from './crosswalks/crosswalk-pages.ts';
import { importCrosswalk } from './crosswalks/import-crosswalk.ts';
import { readText } from './read-text.ts';
import { authorOf } from './write-change.ts';

export function crosswalkRoutes(server: Server, context: Context): void {
  serve(server, contract.listCrosswalks, ({ query }) => crosswalkList(context, query));
  serve(server, contract.getCrosswalk, ({ params, query }) => crosswalkPage(context, params, query));
  serve(server, contract.getCrosswalkExport, async ({ params, query, caller, reply }) => {
    const file = await crosswalkExport(context, { ...params, ...query, language: caller.language });
    reply.type(file.type);
    reply.header('content-disposition', `attachment; filename="${file.name.replace(/[^a-z0-9_.-]/gi, '_')}"`);
    return file.content;
  });
  serve(server, contract.importCrosswalk, async ({ params, query, upload, t, ...acting }) => {
    const { columns, ...rest } = query;
    const text = await readText(upload);
    const read = columns === undefined ? undefined : parseColumns(columns);
    const outcome = await importCrosswalk(context, { ...params, ...rest, text, columns: read }, authorOf(acting));
    const findings = outcome.findings.map((finding) => ({
      ...finding,
      message: t(`dictionary:crosswalks.${finding.kind}`, { value: finding.value, line: finding.line }),
    }));
    return { ...params, ...outcome, changes: [...outcome.changes], findings };
  });
}
