/** Why a change is compatible or breaking: one rule each, with its words in the catalogue. Pure. */

/**
 * `more`: nobody asked for it before. `gone`: who asks for it no longer finds it. `needed`: a value must now be there.
 * `tighter`, `wider`: a value that was right may be refused, or the other way round. `warns`: nothing is refused.
 * `other-values`: old and new values are not of one kind. `other-identity`: it is told apart otherwise. `other-name`:
 * it is asked for under another name. `other-period`, `other-place`: a code's days or parent. `carried`: codes are carried
 * to others otherwise. `unexplained`: a code went or was used again, and nothing says what became of it. `words`: nothing
 * is checked or read otherwise.
 */
export type Rule =
  | 'more'
  | 'gone'
  | 'needed'
  | 'tighter'
  | 'wider'
  | 'warns'
  | 'other-values'
  | 'other-identity'
  | 'other-name'
  | 'other-period'
  | 'other-place'
  | 'carried'
  | 'unexplained'
  | 'words';

const RULES: Readonly<Record<string, Rule>> = {
  removed: 'gone',
  narrowed: 'tighter',
  widened: 'wider',
  renamed: 'other-name',
  type: 'other-values',
  unit: 'other-values',
  domain: 'other-values',
  element: 'other-values',
  reading: 'other-values',
  key: 'other-identity',
  'valid-time': 'other-identity',
  body: 'other-identity',
  required: 'needed',
  optional: 'wider',
  ended: 'other-period',
  parent: 'other-place',
  successions: 'carried',
  crosswalks: 'carried',
  unexplained: 'unexplained',
  reused: 'unexplained',
  'same-version': 'unexplained',
};

export function ruleOf(verdict: 'compatible' | 'breaking', reason: string): Rule {
  if (reason === 'check.removed') return 'wider';
  if (reason.startsWith('check.')) return verdict === 'breaking' ? 'tighter' : 'warns';
  if (reason === 'field.condition') return verdict === 'breaking' ? 'needed' : 'wider';
  if (reason.endsWith('.added')) return verdict === 'breaking' ? 'needed' : 'more';
  return RULES[reason.slice(reason.indexOf('.') + 1)] ?? 'words';
}
