/** All forms of a run, with the figures of the run and of each body. Pure. */
import { fold } from '../../platform/search/fold.ts';
import type { HeldIndex } from './held-index.ts';
import { judgeForm, type Asking } from './judge-form.ts';
import type { Counts, Form, FormFindings } from './model.ts';
import type { Judges } from './score-fields.ts';
import { bareName, phraseOf } from './words.ts';

export interface BodyCounts {
  /** Name or code; `''` for forms of nobody known. */
  readonly body: string;
  readonly forms: number;
  readonly counts: Counts;
}

export interface Checked {
  readonly forms: readonly FormFindings[];
  readonly counts: Counts;
  /** Who asks the most of what is held stands first. */
  readonly bodies: readonly BodyCounts[];
}

export function checkForms(index: HeldIndex, forms: readonly Form[], judges: Judges, asking: Asking = {}): Checked {
  const checked = forms.map((form) => judgeForm(index, form, judges, asking));
  const bodies = [...Map.groupBy(checked, ({ form }) => form.body ?? '')]
    .map(([body, own]) => ({ body, forms: own.length, counts: total(own.map(({ counts }) => counts)) }))
    .sort((a, b) => heldOf(b.counts) - heldOf(a.counts) || (a.body < b.body ? -1 : 1));
  return { forms: checked, counts: total(checked.map(({ counts }) => counts)), bodies };
}

/** What is asked though it is held or follows from it. */
const heldOf = ({ held, derivable }: Counts) => held + derivable;

const NONE = { asked: 0, held: 0, derivable: 0, belowQuality: 0, notHeld: 0, skipped: 0, after: 0 };

function total(all: readonly Counts[]): Counts {
  const sum = { ...NONE };
  for (const counts of all) for (const name of Object.keys(NONE) as (keyof typeof NONE)[]) sum[name] += counts[name];
  const kept = all.reduce((kept, { asked, score }) => kept + (asked * score) / 100, 0);
  return { ...sum, score: sum.asked === 0 ? 100 : Math.floor((100 * kept) / sum.asked + 1e-9) };
}

/** For finding the headers of a sheet: the share of its cells that are a name of something held, or ask nothing. */
export function headerScore(index: HeldIndex): (headers: readonly string[]) => number {
  return (headers) => {
    if (headers.length === 0) return 0;
    const known = headers.filter((header) => {
      const leaf = header.split(' / ').at(-1) ?? header;
      return [header, leaf].some((name) => {
        const { squeezed } = phraseOf(bareName(name));
        return (
          index.bySqueezed.has(squeezed) ||
          index.derived.has(squeezed) ||
          index.authorities.skipped.has(fold(bareName(name)))
        );
      });
    });
    return known.length / headers.length;
  };
}
