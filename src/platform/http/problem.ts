/** RFC 9457 problems: declared once per room, thrown from any layer, printed by one handler. */

export interface ProblemKind {
  readonly room: string;
  /** kebab-case; with the room it makes the type: `/problems/<room>/<slug>`. */
  readonly slug: string;
  readonly status: number;
  /** English title; the catalogues hold it per language under `problems.<slug>`. */
  readonly title: string;
  /** What it means and what to do, for `docs/problems.md`. */
  readonly help: string;
  /** Thrown at an attempt that somebody must answer for: the refusal goes into the audit trail, as a decision's does. */
  readonly audited?: true;
  /** Types that it had before, `room/slug`: their addresses go on to answer. */
  readonly former?: readonly string[];
}

export interface ProblemExtras {
  /** Values for the message catalogue's placeholders; printed as members of the problem. */
  readonly [member: string]: unknown;
}

export class Problem extends Error {
  override name = 'Problem';
  readonly kind: ProblemKind;
  readonly extras: ProblemExtras;
  constructor(kind: ProblemKind, detail: string | undefined, extras: ProblemExtras) {
    super(detail ?? kind.title);
    this.kind = kind;
    this.extras = extras;
  }
}

type Declaration = Omit<ProblemKind, 'room' | 'slug'>;
type Thrower = ((extras?: ProblemExtras, detail?: string) => Problem) & { readonly kind: ProblemKind };

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/**
 * Declares a room's problems: `throw problems.loadNotFound({ load })`.
 * Extras fill the placeholders of `problems.<slug>.detail` in the room's message catalogue.
 */
export function defineProblems<N extends string>(
  room: string,
  kinds: Readonly<Record<N, Declaration>>,
): Readonly<Record<N, Thrower>> {
  const entries = (Object.entries(kinds) as [N, Declaration][]).map(([name, declaration]) => {
    const kind = { room, slug: kebab(name), ...declaration };
    const make = (extras: ProblemExtras = {}, detail?: string) => new Problem(kind, detail, extras);
    return [name, Object.assign(make, { kind })] as const;
  });
  return Object.fromEntries(entries) as Record<N, Thrower>;
}
