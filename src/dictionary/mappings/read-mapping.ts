/** `dictionary/mappings/*.yaml` of a profile, or one such file: parsed, held against its form, with places. */
import { Check, Errors } from 'typebox/value';
import { parse, YAMLParseError } from 'yaml';
import { Mapping } from './model.ts';

export interface MappingFile {
  /** Shown in findings. */
  readonly file: string;
  readonly text: string;
}

export type ReadMapping =
  { readonly mapping: Mapping } | { readonly faults: readonly { readonly place: string; readonly said: string }[] };

// A mapping of a thousand fields is some 200 kB.
const LARGEST = 4 * 1024 * 1024;

export function readMapping({ text }: MappingFile): ReadMapping {
  if (text.length > LARGEST) return { faults: [{ place: '', said: 'too large' }] };
  try {
    const value = parse(text, { maxAliasCount: 20 }) as unknown;
    if (Check(Mapping, value)) return { mapping: value };
    const faults = [...Errors(Mapping, value)].slice(0, 20);
    return { faults: faults.map((one) => ({ place: one.instancePath, said: one.message })) };
  } catch (error) {
    if (error instanceof YAMLParseError)
      return { faults: [{ place: String(error.linePos?.[0].line ?? ''), said: error.code }] };
    if (error instanceof ReferenceError) return { faults: [{ place: '', said: error.message }] };
    throw error;
  }
}
