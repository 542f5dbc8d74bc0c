/**
 * The algebra of labels. A set is at least as strict as its strictest part, what comes together may make it stricter, and
 * nothing here makes it looser: that is a recorded decision. Pure.
 */
import { labelNames, scales, type Label, type LabelledPart, type LabelSet, type RaiseRule } from './model.ts';

export const loosest: LabelSet = { sharing: 'open', importance: 'other', secrecy: 'none', personal: 'none' };

/** How strict a value is: its place on its scale; the strictest for a word that is not on it, so that nothing slips by. */
export const rank = (label: Label, value: string): number => {
  const at = (scales[label] as readonly string[]).indexOf(value);
  return at < 0 ? scales[label].length - 1 : at;
};

/** The stricter of two, label by label: associative, commutative, idempotent, with `loosest` as its neutral element. */
export function join(a: LabelSet, b: LabelSet): LabelSet {
  const value = (label: Label) => scales[label][Math.max(rank(label, a[label]), rank(label, b[label]))];
  return Object.fromEntries(labelNames.map((label) => [label, value(label)])) as LabelSet;
}

export const isAtLeast = (a: LabelSet, b: LabelSet): boolean =>
  labelNames.every((label) => rank(label, a[label]) >= rank(label, b[label]));

/** Labels in which `stated` is looser than `computed`: a contradiction, unless a decision stands for it. */
export const looserIn = (stated: Partial<LabelSet>, computed: LabelSet): Label[] =>
  labelNames.filter(
    (label) => stated[label] !== undefined && rank(label, stated[label]) < rank(label, computed[label]),
  );

export interface Reason {
  readonly label: Label;
  readonly value: string;
  /** Elements that are as strict, or that a rule found together. */
  readonly elements: readonly string[];
  /** Code of the rule of combination; absent: a part is so by itself. */
  readonly rule?: string;
}

export interface Computed {
  readonly labels: LabelSet;
  /** Of each label that is not at its loosest: what made it so. */
  readonly reasons: readonly Reason[];
}

/** What a set of parts must bear, and why. Monotone: another part or another rule never makes it looser. */
export function labelsOf(parts: readonly LabelledPart[], rules: readonly RaiseRule[] = []): Computed {
  const own = parts.reduce((all, { labels }) => join(all, labels), loosest);
  const met = rules.flatMap((rule) => {
    const elements = rule.when.map((group) =>
      parts.filter(({ element }) => group.includes(element)).map(({ element }) => element),
    );
    return elements.every((found) => found.length > 0) ? [{ rule, elements: [...new Set(elements.flat())] }] : [];
  });
  const labels = met.reduce((all, { rule }) => join(all, { ...loosest, ...rule.to }), own);
  const reasons = labelNames.flatMap((label): Reason[] => {
    const value = labels[label];
    if (value === loosest[label]) return [];
    const by = parts.filter((part) => part.labels[label] === value).map(({ element }) => element);
    if (by.length > 0) return [{ label, value, elements: by }];
    return met
      .filter(({ rule }) => rule.to[label] === value)
      .map(({ rule, elements }) => ({ label, value, elements, rule: rule.code }));
  });
  return { labels, reasons };
}

/**
 * Labels of a figure over a set: the set's own. With a decision that says how many must stand behind a cell, they may be
 * what the decision says, and never looser than that; what is secret stays so.
 */
export function labelsOfAggregate(
  of: LabelSet,
  decided: { readonly to: LabelSet; readonly k: number } | undefined,
): LabelSet {
  if (!decided || decided.k < 2) return of;
  return { ...decided.to, secrecy: of.secrecy };
}
