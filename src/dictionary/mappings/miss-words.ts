/** What a line could make nothing of, as a key of the catalogue `mapping` and as a sentence. */
import type { Translate } from '../../platform/i18n.ts';
import type { Miss } from './compile-mapping.ts';

const LINKS = new Set(['broader', 'narrower', 'split', 'part']);

/** `findings.<rule>` with its params. */
export function missRule({ value, unclear }: Miss): { rule: string; params: { value: string; codes: string } } {
  const codes = (unclear?.candidates ?? []).join(', ');
  if (!unclear) return { rule: 'missed', params: { value, codes } };
  return { rule: `unclear-${LINKS.has(unclear.why) ? unclear.why : 'none'}`, params: { value, codes } };
}

export function describeMiss(miss: Miss, t: Translate): string {
  const { rule, params } = missRule(miss);
  return t(`mapping:findings.${rule}`, params);
}
