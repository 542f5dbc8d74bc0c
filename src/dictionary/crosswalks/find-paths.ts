/** The ways from one list to another over the crosswalks there are, each of which may be gone in both directions. Pure. */
export interface CrosswalkHead {
  readonly list: string;
  readonly to: string;
  readonly on: string | null;
  readonly toOn: string | null;
}

export interface PathStep {
  readonly head: CrosswalkHead;
  /** Gone from `to` to `list`. */
  readonly inverse: boolean;
}

// Each list on the way loses meaning; longer ways answer nothing that people trust.
const LONGEST = 4;
const MOST = 20;

export const stepStart = ({ head, inverse }: PathStep): string => (inverse ? head.to : head.list);
export const stepEnd = ({ head, inverse }: PathStep): string => (inverse ? head.list : head.to);

/** The shortest first; no list is passed twice. */
export function findPaths(heads: readonly CrosswalkHead[], from: string, to: string): readonly (readonly PathStep[])[] {
  const steps = heads
    .filter((head) => head.list !== head.to)
    .flatMap((head): PathStep[] => [
      { head, inverse: false },
      { head, inverse: true },
    ]);
  const found: (readonly PathStep[])[] = [];
  let open: (readonly PathStep[])[] = [[]];
  for (let length = 0; length < LONGEST && found.length < MOST; length += 1) {
    const longer = open.flatMap((path) => onward(path, steps, from));
    found.push(...longer.filter((path) => endOf(path, from) === to));
    open = longer.filter((path) => endOf(path, from) !== to);
  }
  return found.slice(0, MOST);
}

function endOf(path: readonly PathStep[], from: string): string {
  const last = path.at(-1);
  return last ? stepEnd(last) : from;
}

function onward(path: readonly PathStep[], steps: readonly PathStep[], from: string): readonly (readonly PathStep[])[] {
  const here = endOf(path, from);
  const passed = new Set([from, ...path.map(stepEnd)]);
  return steps.filter((step) => stepStart(step) === here && !passed.has(stepEnd(step))).map((step) => [...path, step]);
}
