/** Files that describe registers → what the radar knows, with the mappings that were already made in them. Pure. */
import type { Draft } from '../../dictionary/import/index.ts';
import { commonNames, heldOfDraft, type DraftKind } from './drafts.ts';
import { labelsOf, type Label } from './labels.ts';
import type { Authorities, KnownMapping } from './model.ts';
import { bareName, phraseOf } from './words.ts';

export interface DescribedDraft {
  readonly draft: Draft;
  readonly kind: DraftKind;
}

export function authoritiesOfDrafts(described: readonly DescribedDraft[], leastQuality: number): Authorities {
  const manifests = described.filter(({ kind }) => kind === 'records').map(({ draft }) => draft);
  const held = new Map(
    described.flatMap(({ draft, kind }) => heldOfDraft(draft, kind, manifests)).map((one) => [one.key, one] as const),
  );
  return {
    held: [...held.values()],
    derivations: [],
    common: commonNames(manifests),
    known: knownOfLabels(manifests, labelsOf(manifests)),
    skipped: new Set(),
    leastQuality,
  };
}

/** References that lead to a register of another data set, as mappings that people made. */
export function knownOfLabels(drafts: readonly Draft[], labels: readonly Label[]): Map<string, KnownMapping[]> {
  const fields = new Map(
    drafts.flatMap(({ entities }) =>
      entities.flatMap((entity) => entity.fields.map((field) => [`${entity.name}#${field.name}`, field] as const)),
    ),
  );
  const known = new Map<string, KnownMapping[]>();
  for (const { form, field, target, reachable } of labels) {
    if (!reachable) continue;
    const titles = Object.values(fields.get(`${form}#${field}`)?.title ?? {});
    const group = form.split('/').slice(0, -1).join('/');
    for (const name of new Set([field, ...titles].map((said) => phraseOf(bareName(said)).squeezed))) {
      known.set(name, [...(known.get(name) ?? []), { key: target, group }]);
    }
  }
  return known;
}
