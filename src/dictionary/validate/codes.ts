/** Reads codes: by code, by name or alias, by the code or name of a former unit. */
import type { CodeUse, FieldPlan } from '../plan.ts';
import type { CellReader, Report, Sink } from './cell.ts';
import type { CodeLookup, CodeReading } from './lookup.ts';

const MOST_CANDIDATES = 5;

export function codeReader(field: FieldPlan, codes: CodeLookup, report: Report): CellReader {
  const use = field.codeList;
  const list = use && codes.list(use.list);
  // A list this node does not have decides nothing by itself: it is said, never passed over.
  if (!use || !list) return (text, sink) => report(sink, 'code', text, { wording: 'code-list-absent' });
  return (text, sink) => settle(list.read(text), text, sink, { report, rule: use.rule });
}

/** Reads the code in force on the day of an event; without the day, in force today. */
export function eventCodeReader(
  field: FieldPlan,
  codes: CodeLookup,
  report: Report,
): (text: string, day: string | null, sink: Sink) => string | null {
  const list = codes.list(field.codeList?.list ?? '');
  if (!list) return (text, _, sink) => report(sink, 'code', text, { wording: 'code-list-absent' });
  return (text, day, sink) => {
    const reading = day === null ? list.read(text) : list.readOn(text, day);
    return settle(reading, text, sink, { report, rule: 'event-date' });
  };
}

function settle(
  reading: CodeReading,
  text: string,
  sink: Sink,
  { report, rule }: { report: Report; rule: CodeUse['rule'] },
): string | null {
  if ('code' in reading) return reading.code;
  if ('former' in reading) return rule === 'ever' ? reading.former : settleFormer(reading, text, sink, report);
  if ('ambiguous' in reading) {
    const shown = reading.ambiguous.slice(0, MOST_CANDIDATES).join(', ');
    return report(sink, 'ambiguous-code', text, { params: { candidates: shown }, candidates: reading.ambiguous });
  }
  const { suggestion } = reading;
  return report(sink, 'code', text, suggestion === undefined ? {} : { suggestion });
}

function settleFormer(
  { former, codes }: { former: string; codes: readonly string[] },
  text: string,
  sink: Sink,
  report: Report,
): string | null {
  const [only] = codes;
  if (codes.length === 1 && only !== undefined) {
    report(sink, 'former-code', text, { severity: 'note', params: { former, code: only } });
    return only;
  }
  return report(sink, 'former-split', text, {
    params: { former, candidates: codes.slice(0, MOST_CANDIDATES).join(', ') },
    candidates: codes,
    ...(codes.length === 0 ? { wording: 'former-ended' } : {}),
  });
}
