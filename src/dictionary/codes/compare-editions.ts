/** What differs in a list between two days, code by code, by what its successions say. Pure. */
import type { Texts } from '../../platform/texts.ts';
import type { EditionChange } from '../code-editions-contract.ts';
import { isSame } from '../same.ts';
import type { SuccessionGraph, Target } from './succession-graph.ts';

export interface CodeOnDay {
  readonly names: Texts;
  readonly parent: string | null;
}

export interface EditionDifference {
  readonly changes: readonly EditionChange[];
  readonly unchanged: number;
}

interface Scene {
  readonly before: ReadonlyMap<string, CodeOnDay>;
  readonly after: ReadonlyMap<string, CodeOnDay>;
  readonly became: ReadonlyMap<string, readonly Target[]>;
  readonly madeOf: ReadonlyMap<string, readonly { readonly code: string; readonly target: Target }[]>;
}

/** @param days the first is not after the second */
export function compareEditions(
  graph: Pick<SuccessionGraph, 'recode'>,
  before: ReadonlyMap<string, CodeOnDay>,
  after: ReadonlyMap<string, CodeOnDay>,
  days: { readonly from: string; readonly to: string },
): EditionDifference {
  const became = new Map([...before.keys()].map((code) => [code, graph.recode(code, days.from, days.to).targets]));
  const madeOf = Map.groupBy(
    [...became].flatMap(([code, targets]) => targets.map((target) => ({ code, target }))),
    ({ target }) => target.code,
  );
  const scene: Scene = { before, after, became, madeOf };
  const codes = [...new Set([...before.keys(), ...after.keys()])].sort();
  const changes = codes.flatMap((code) => {
    const kind = kindOf(code, scene);
    return kind === undefined ? [] : [describe(code, kind, scene)];
  });
  return { changes, unchanged: codes.length - changes.length };
}

function kindOf(code: string, { before, after, became, madeOf }: Scene): EditionChange['kind'] | undefined {
  const [was, is] = [before.get(code), after.get(code)];
  if (!was) return 'added';
  if (!is) return 'ended';
  const targets = became.get(code) ?? [];
  const stays = targets.some((target) => target.code === code);
  const joined = (madeOf.get(code) ?? []).some((one) => one.code !== code);
  const renamed = !isSame(was.names, is.names);
  if (!stays || (joined && renamed)) return 'reused';
  if (joined) return 'joined';
  if (targets.length > 1) return 'divided';
  if (renamed) return 'renamed';
  return was.parent === is.parent ? undefined : 'moved';
}

function describe(code: string, kind: EditionChange['kind'], scene: Scene): EditionChange {
  const [was, is] = [scene.before.get(code), scene.after.get(code)];
  const unit = (names: Texts | undefined, { code: own, kind: how, share }: Target) => ({
    code: own,
    names: names ?? {},
    kind: how,
    share,
  });
  return {
    code,
    kind,
    before: was?.names ?? null,
    after: is?.names ?? null,
    parentBefore: was?.parent ?? null,
    parentAfter: is?.parent ?? null,
    became: (scene.became.get(code) ?? []).map((target) => unit(scene.after.get(target.code)?.names, target)),
    madeOf: (scene.madeOf.get(code) ?? []).map((one) =>
      unit(scene.before.get(one.code)?.names, { ...one.target, code: one.code }),
    ),
  };
}
