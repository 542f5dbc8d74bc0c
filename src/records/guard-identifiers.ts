/** A trial node takes invented people only: a personal identifier with another prefix refuses the whole load or edit. */
import type { EntityPlan } from '../dictionary/index.ts';
import type { Profile } from '../platform/profile.ts';
import { sealedFields } from './sealed-fields.ts';
import { personIdentifiers } from './model.ts';
import { problems } from './problems.ts';

export interface IdentifierGuard {
  /** Values in the order of the entity's fields. @throws problems.realIdentifierRefused, which repeats no digit */
  check(values: readonly (string | null)[], row: number): void;
  /**
   * What a finding may repeat of a malformed identifier: only what looks invented, so that no real digit is kept; and
   * nothing of what is stored sealed, because findings are stored as they are.
   */
  shown(field: string | null, value: string | null): string | null;
}

/** Undefined where nothing is guarded: a node that is no trial, an entity without such identifiers, none stored sealed. */
export function identifierGuard(profile: Pick<Profile, 'demo'>, entity: EntityPlan): IdentifierGuard | undefined {
  const prefix = profile.demo?.idPrefix;
  const fields = personIdentifiers(entity);
  const sealed = new Set(sealedFields(entity));
  if ((prefix === undefined || fields.length === 0) && sealed.size === 0) return undefined;
  const places = fields.map((field) => ({ field, at: entity.fields.indexOf(field) }));
  const names = new Set(fields.map((field) => field.name));
  // A spreadsheet eats leading zeros.
  const short = prefix?.replace(/^0+/, '');
  return {
    check(values, row) {
      if (prefix === undefined) return;
      for (const { field, at } of places) {
        const value = values[at] ?? null;
        if (value !== null && !value.startsWith(prefix)) {
          throw problems.realIdentifierRefused({ row, field: field.name, prefix });
        }
      }
    },
    shown(field, value) {
      if (value === null || field === null) return value;
      if (sealed.has(field)) return null;
      if (prefix === undefined || short === undefined || !names.has(field)) return value;
      return value.startsWith(prefix) || value.startsWith(short) ? value : null;
    },
  };
}
