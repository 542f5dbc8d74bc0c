/** Rows as NDJSON: one JSON object a line, members by physical name, days as ISO 8601. */
import type { ExportRequest } from './model.ts';

/** The watermark, where there is one, is the first line: `{"watermark":"…"}`. */
export async function* writeNdjson(request: ExportRequest): AsyncGenerator<string> {
  const { columns, watermark } = request;
  if (watermark !== undefined) yield `${JSON.stringify({ watermark })}\n`;
  const names = columns.map((column) => JSON.stringify(column.name));
  for await (const batch of request.rows) {
    let piece = '';
    for (const row of batch) {
      const members = names.map((name, i) => `${name}:${JSON.stringify(row[i] ?? null)}`);
      piece += `{${members.join(',')}}\n`;
    }
    if (piece !== '') yield piece;
  }
}
