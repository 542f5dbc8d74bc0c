/** How many witnesses are enough, and how old their word may be: `exchange.witnesses` of the profile. */
import Type from 'typebox';
import { Check } from 'typebox/value';
import type { Profile } from '../../platform/profile.ts';

export interface WitnessSettings {
  /** Cosignatures that are enough; fewer when a node has fewer witnesses. */
  readonly least: number;
  /** Unwitnessed for longer than this, a node sends no new personal data. */
  readonly withinHours: number;
}

// Four hours: X-Road stops accepting messages when time-stamping has failed for 14,400 s.
const DEFAULTS: WitnessSettings = { least: 1, withinHours: 4 };
const Given = Type.Object({
  least: Type.Optional(Type.Integer({ minimum: 0, maximum: 50 })),
  withinHours: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
});

export class WitnessSettingsError extends Error {
  override name = 'WitnessSettingsError';
}

/** @throws WitnessSettingsError */
export function witnessSettings({ settings }: Pick<Profile, 'settings'>): WitnessSettings {
  const exchange = settings['exchange'] as { witnesses?: unknown } | undefined;
  const given = exchange?.witnesses ?? {};
  if (!Check(Given, given)) {
    throw new WitnessSettingsError('profile.yaml: exchange.witnesses has `least` (0 to 50) and `withinHours`');
  }
  return { ...DEFAULTS, ...given };
}
