/** Translation between the contract and mappings. */
import type { Context } from '../platform/context.ts';
import { serve, type Server } from '../platform/http/serve.ts';
import { readWhole } from '../platform/http/upload.ts';
import { ifMatch, setVersion } from '../platform/http/versions.ts';
import * as contract from './mapping-contract.ts';
import { describeImportFinding } from './import/import-files.ts';
import { LARGEST } from './import/open-file.ts';
import * as read from './mappings/read-mappings.ts';
import { readSample } from './mappings/read-sample.ts';
import * as save from './mappings/save-mapping.ts';
import { readSourceFields } from './mappings/source-fields.ts';
import { recordTrial } from './mappings/record-trial.ts';
import { problems } from './problems.ts';
import { authorOf } from './write-change.ts';

export function mappingRoutes(server: Server, context: Context): void {
  readRoutes(server, context);
  writeRoutes(server, context);
  trialRoutes(server, context);
  fileRoutes(server, context);
}

function readRoutes(server: Server, context: Context): void {
  serve(server, contract.listMappings, ({ query, t }) => read.mappingPage(context, query, t));
  serve(server, contract.mappingCoverage, ({ query }) => read.coveragePage(context, query));
  serve(server, contract.mappingDebt, ({ query, t }) => read.debtPage(context, query, t));
  serve(server, contract.getMapping, async ({ params, caller, t, reply }) => {
    const view = await read.mappingView(context, params.mapping, { language: caller.language, t });
    setVersion(reply, view.revision);
    return view;
  });
}

function writeRoutes(server: Server, context: Context): void {
  serve(server, contract.createMapping, async ({ body, reply, ...acting }) => {
    const saved = await save.createMapping(context, body, authorOf(acting));
    void reply.code(201);
    setVersion(reply, saved.revision);
    return saved;
  });
  serve(server, contract.saveMapping, async ({ params, body, request, reply, ...acting }) => {
    if (body.code !== params.mapping) throw problems.mappingNotFound({ mapping: params.mapping });
    const saved = await save.saveMapping(context, body, ifMatch(request), authorOf(acting));
    setVersion(reply, saved.revision);
    return saved;
  });
  serve(server, contract.confirmMapping, async ({ params, body, request, reply, ...acting }) => {
    const given = { code: params.mapping, body: body.body, revision: ifMatch(request) };
    const saved = await save.confirmMapping(context, given, authorOf(acting));
    setVersion(reply, saved.revision);
    return saved;
  });
  serve(server, contract.removeMapping, ({ params, query, request, ...acting }) =>
    save.removeMapping(
      context,
      { code: params.mapping, body: query.body, revision: ifMatch(request) },
      authorOf(acting),
    ),
  );
}

function trialRoutes(server: Server, context: Context): void {
  serve(server, contract.tryMapping, ({ body, caller, t }) =>
    read.trialOf(context, body, { language: caller.language, t }),
  );
  serve(server, contract.suggestLines, ({ body, t }) => read.suggestions(context, body, t));
  serve(server, contract.recordTrial, ({ params, body, ...acting }) =>
    recordTrial(context, { code: params.mapping, ...body }, authorOf(acting)),
  );
}

function fileRoutes(server: Server, context: Context): void {
  serve(server, contract.readSourceFields, async ({ query, upload, t }) => {
    const bytes = await readWhole(upload, LARGEST);
    const { format } = query;
    const { tables, findings } = await readSourceFields([{ name: `source.${format}`, bytes }], format);
    const said = findings.filter((one) => one.severity !== 'note').slice(0, 50);
    return {
      tables: tables.map((table) => ({ ...table, fields: [...table.fields] })),
      findings: said.map((one) => ({ severity: one.severity, message: describeImportFinding(one, t) })),
    };
  });
  serve(server, contract.readSampleRows, async ({ upload, t }) => {
    const sample = await readSample('sample', await readWhole(upload, LARGEST));
    return {
      columns: [...sample.columns],
      rows: sample.rows.map((row) =>
        Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, cell ?? null])),
      ),
      findings: sample.findings.map((one) => ({ severity: one.severity, message: describeImportFinding(one, t) })),
    };
  });
  serve(server, contract.exportMapping, async ({ params, reply }) => {
    const types = {
      yaml: 'application/yaml',
      csv: 'text/csv; charset=utf-8',
      sssom: 'text/tab-separated-values',
    } as const;
    const endings = { yaml: 'yaml', csv: 'csv', sssom: 'sssom.tsv' } as const;
    const content = await read.exported(context, params.mapping, params.format);
    reply.type(types[params.format]);
    reply.header('content-disposition', `attachment; filename="${params.mapping}.${endings[params.format]}"`);
    return content;
  });
}
