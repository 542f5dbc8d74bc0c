/** Serves the contract of marks of secrecy. */
import type { Context } from '../context.ts';
import { readWhole } from '../http/upload.ts';
import { serve, type Server } from '../http/serve.ts';
import * as contract from './contract.ts';
import type { FoundMark } from './model.ts';
import { marksOf } from './read-marks.ts';
import { scanFile } from './scan-file.ts';
import { countIncidents, selectIncidents } from './store.ts';

const PAGE = 100;
const LARGEST = 64 * 1024 * 1024;

const shown = (found: (FoundMark & { part?: string; row?: number }) | undefined) => ({
  marked: found !== undefined,
  found: found
    ? { rule: found.rule, degree: found.degree ?? null, part: found.part ?? null, row: found.row ?? null }
    : null,
});

export function serveMarks(server: Server, { db, profile }: Pick<Context, 'db' | 'profile'>): void {
  const marks = marksOf(profile);
  serve(server, contract.checkText, ({ body }) => shown(marks.find(body.text, body.place ?? 'text')));
  serve(server, contract.checkFile, async ({ query, upload }) =>
    shown(await scanFile([await readWhole(upload, LARGEST)], marks, { name: query.name })),
  );
  serve(server, contract.listIncidents, async ({ query }) => {
    const { limit = PAGE, before } = query;
    const found = await selectIncidents(db, { limit: limit + 1, before });
    const items = found.slice(0, limit);
    return { items, next: found.length > limit ? (items.at(-1)?.id ?? null) : null, count: await countIncidents(db) };
  });
}
