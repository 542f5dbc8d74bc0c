/** What each label changes: the one list that the explainer shows and the rules stand on. Pure. */
import { labelNames, type Label, type LabelSet } from './model.ts';

export interface Effect {
  readonly label: Label;
  readonly value: string;
  /** Words: `web-labels:effects.<effect>`. */
  readonly effect: string;
  /** Where it is enforced: a rule, a finding of the compiler, a problem. */
  readonly by: string;
}

const EFFECTS: readonly Effect[] = [
  { label: 'sharing', value: 'open', effect: 'license-needed', by: 'dictionary/open-license-needed' },
  { label: 'sharing', value: 'open', effect: 'open-not-with-personal', by: 'dictionary/open-but-protected' },
  { label: 'sharing', value: 'restricted', effect: 'non-public-in-catalogue', by: 'dictionary/dcat' },
  { label: 'importance', value: 'core', effect: 'not-open', by: 'dictionary/open-but-protected' },
  { label: 'personal', value: 'basic', effect: 'not-open', by: 'dictionary/open-but-protected' },
  { label: 'personal', value: 'basic', effect: 'witnessed-before-out', by: 'exchange/not-witnessed-lately' },
  { label: 'personal', value: 'sensitive', effect: 'not-open', by: 'dictionary/open-but-protected' },
  { label: 'personal', value: 'sensitive', effect: 'witnessed-before-out', by: 'exchange/not-witnessed-lately' },
  { label: 'personal', value: 'sensitive', effect: 'purpose-needed', by: 'dictionary/sensitive-purpose-needed' },
  { label: 'personal', value: 'sensitive', effect: 'reason-needed', by: 'dictionary/sensitive-reason-needed' },
  { label: 'personal', value: 'sensitive', effect: 'warned-in-requests', by: 'governance/sensitive-field' },
  { label: 'personal', value: 'sensitive', effect: 'masked-for-others', by: 'governance/field-for-posts' },
  ...(['confidential', 'secret', 'top-secret'] as const).flatMap((value): Effect[] => [
    { label: 'secrecy', value, effect: 'no-column', by: 'dictionary/secret-column' },
    { label: 'secrecy', value, effect: 'no-example', by: 'dictionary/secret-example' },
    { label: 'secrecy', value, effect: 'not-shared', by: 'dictionary/secret-shared' },
    { label: 'secrecy', value, effect: 'marks-refused', by: 'marks/marked-secret' },
  ]),
];

export const effectsOf = (labels: LabelSet): Effect[] =>
  labelNames.flatMap((label) => EFFECTS.filter((one) => one.label === label && one.value === labels[label]));
