/** Translation between the contract and codes over time: what became of a code, of a series, and the tables that say it. */
import type { Context } from '../platform/context.ts';
import { serve, type Server } from '../platform/http/serve.ts';
import { importSuccessions } from './codes/import-successions.ts';
import { parseColumns } from './codes/read-rows.ts';
import { editionChangesPage, editionList } from './codes/edition-pages.ts';
import { recodeCode, recodeCodes } from './codes/recode-code.ts';
import { recutSeries } from './codes/recut-series.ts';
import { writeRecut } from './codes/recut-workbook.ts';
import * as contract from './contract.ts';
import { isRightToLeft } from '../platform/documents/right-to-left.ts';
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
  serve(server, contract.recutWorkbook, async ({ params, query, body, caller, reply }) => {
    const answer = await recutSeries(context.db, { ...params, ...body, to: body.to ?? todayOf(context) });
    const language = query.language ?? caller.language;
    const t = context.words.translator(language);
    reply.type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
    reply.header('content-disposition', `attachment; filename="recut-${answer.to}.xlsx"`);
    const watermark = context.profile.demo === undefined ? undefined : t('dictionary:template.invented');
    return writeRecut(answer, { language, t, rightToLeft: isRightToLeft(language), watermark });
  });
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
