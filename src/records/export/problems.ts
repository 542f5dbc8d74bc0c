/** Why an export can be refused. */
import { defineProblems } from '../../platform/http/problem.ts';

export const problems = defineProblems('export', {
  cellTooLongForWorkbook: {
    status: 422,
    title: 'A value is longer than a workbook cell can hold',
    help: 'A cell holds 32,767 characters. Export as CSV or NDJSON instead.',
  },
});
