/** What was typed into a mapping and not stored yet, kept on this device until it is. */
import type { Mapping } from '../../../src/dictionary/contract.ts';

export interface KeptMapping {
  /** What the typing began with. */
  readonly base: { readonly mapping: Mapping; readonly revision: number };
  readonly draft: Mapping;
}

const placeOf = (code: string) => `artery.mapping.${code}`;

/** Undefined where nothing was kept, or the device keeps nothing. */
export function keptMapping(code: string): KeptMapping | undefined {
  try {
    const kept = localStorage.getItem(placeOf(code));
    return kept === null ? undefined : (JSON.parse(kept) as KeptMapping);
  } catch {
    return undefined;
  }
}

/** @param kept undefined: it is stored, or thrown away */
export function keepMapping(code: string, kept: KeptMapping | undefined): void {
  try {
    if (kept === undefined) localStorage.removeItem(placeOf(code));
    else localStorage.setItem(placeOf(code), JSON.stringify(kept));
  } catch {
    // A full or forbidden store: the mapping still stands on the page, and leaving it warns.
  }
}
