/** Translation between the contract and codes over time: what became of a code, of a series, and the tables that say it. */
import type { Context } from '../platform/context.ts';
import { serve, type Server } from '../platform/http/serve.ts';
import { importSuccessions } from './codes/import-successions.ts';
import { parseColumns } from './codes/read-rows.ts';
import { editionChangesPage, editionList } from './codes/edition-pages.ts';
import { recodeCode, recodeCodes } from './codes/recode-code.ts';
import { recutSeries } from './codes/recut-series.ts';
import * as contract from './contract.ts';
import { readText } from './read-text.ts';
import { authorOf, todayOf } from './write-change.ts';

export function codesOverTimeRoutes(server: Server, context: Context): void {
  serve(server, contract.recodeCode, ({ params, query }) =>
    recodeCode(context.db, { ...params, ...query, to: query.to ?? todayOf(context) }),
  );
  serve(server, contract.recodeCodes, ({ params, body }) =>
    recodeCodes(context.db, { ...params, ...body, to: body.to ?? todayOf(context) }),
  );
  serve(server, contract.listCodeEditions, ({ params, query }) => editionList(context, params.list, query));
  serve(server, contract.compareCodeEditions, ({ params, query }) => editionChangesPage(context, params.list, query));
  serve(server, contract.recutSeries, ({ params, body }) =>
    recutSeries(context.db, { ...params, ...body, to: body.to ?? todayOf(context) }),
  );
  serve(server, contract.importSuccessions, async ({ params, query, upload, t, ...acting }) => {
    const { columns, ...rest } = query;
    const outcome = await importSuccessions(
      context,
      {
        ...params,
        ...rest,
        text: await readText(upload),
        columns: columns === undefined ? undefined : parseColumns(columns),
      },
      authorOf(acting),
    );
    const findings = outcome.findings.map((finding) => ({
      ...finding,
      message: t(`dictionary:conversions.${finding.kind}`, { value: finding.value, line: finding.line }),
    }));
    return { ...outcome, findings };
  });
}
