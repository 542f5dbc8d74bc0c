/** Stands at the ways in: finds a mark in what is given, remembers that there was one, and says it without the text. */
import type { Context } from '../context.ts';
import type { Problem } from '../http/problem.ts';
import { newId } from '../ids.ts';
import type { FoundMark, Marks, Place } from './model.ts';
import { problems } from './problems.ts';
import { marksOf } from './read-marks.ts';
import { insertIncident } from './store.ts';

/** Where a mark was met. */
export interface Met {
  readonly way: string;
  readonly place: string;
  readonly rule: string;
  readonly degree?: string | null | undefined;
  readonly row?: number | undefined;
  readonly account: string;
  readonly body: number | null;
}

export interface MarkGuard {
  readonly marks: Marks;
  /** Remembers an incident, outside of whatever transaction is rolled back with it. */
  note(met: Met): Promise<void>;
}

export function markGuard({ db, clock, profile, log }: Pick<Context, 'db' | 'clock' | 'profile' | 'log'>): MarkGuard {
  return {
    marks: marksOf(profile),
    async note({ degree = null, row = null, ...met }) {
      const now = clock.now();
      try {
        await insertIncident(db, { ...met, degree, row, id: newId(now), at: now.toISOString() });
      } catch (error) {
        // The refusal stands, whether it is remembered or not.
        log.error({ err: error, way: met.way }, 'an incident could not be written down');
      }
    },
  };
}

export const markedProblem = (found: FoundMark & { readonly row?: number }, place: string): Problem =>
  problems.markedSecret({
    place,
    rule: found.rule,
    ...(found.degree !== undefined && { degree: found.degree }),
    ...(found.row !== undefined && { row: found.row }),
  });

/** Members that name a thing; the others hold values or running text. */
const TITLES = new Set(['title', 'subject', 'heading']);
const TEXTS = new Set([
  'text',
  'comment',
  'note',
  'notes',
  'reason',
  'words',
  'message',
  'detail',
  'answer',
  'abstract',
]);
const NAMES = new Set(['fileName', 'file']);

const placeOf = (member: string): Place =>
  TITLES.has(member) ? 'title' : TEXTS.has(member) ? 'text' : NAMES.has(member) ? 'name' : 'cell';

// Ids, numbers and days make up most strings of a body.
const WORDLESS = /^[\d\s:.,+/TZ-]*$|^[0-9a-f]{8}-[0-9a-f-]{27}$/;

/** The first mark among all texts of a JSON value, members' names included. One pass, nothing is copied. */
export function markIn(marks: Marks, value: unknown, member = ''): (FoundMark & { place: Place }) | undefined {
  if (typeof value === 'string') {
    if (value.length < 3 || WORDLESS.test(value)) return undefined;
    const place = placeOf(member);
    const found = marks.find(value, place);
    return found && { ...found, place };
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) {
    for (const one of value) {
      const found = markIn(marks, one, member);
      if (found) return found;
    }
    return undefined;
  }
  for (const [name, one] of Object.entries(value)) {
    const found = (marks.mayHold(name) ? markIn(marks, name, '') : undefined) ?? markIn(marks, one, name);
    if (found) return found;
  }
  return undefined;
}
