/**
 * Purposes and legal bases of a profile, made whole. A purpose stands on at least one basis, and a basis on a citation:
 * there is no exemption that a deployment could switch on. Pure.
 */
import type { Static } from 'typebox';
import type { AuthoredBasis, AuthoredCategory, AuthoredPurpose } from '../authored.ts';
import type { DataCategory, LegalBasis, Purpose } from '../model.ts';
import type { Resolver } from '../resolver.ts';

interface Known {
  readonly bases: ReadonlySet<string>;
  readonly categories: ReadonlySet<string>;
}

export function resolvePurpose(value: Static<typeof AuthoredPurpose>, resolver: Resolver, known: Known): Purpose {
  const { code, names, bases = [], needs = null, microData = false, categories = [] } = value;
  if (bases.length === 0) resolver.miss(`the purpose ${code} has no legal basis: name at least one, with its citation`);
  for (const basis of bases) resolver.one(basis, known.bases, 'legal basis');
  for (const category of categories) resolver.one(category, known.categories, 'category of data');
  return { code, names, bases, needs, microData, categories };
}

export function resolveBasis(value: Static<typeof AuthoredBasis>, resolver: Resolver): LegalBasis {
  const { code, names, kind = 'law', law = null, article = null } = value;
  const citation = value.citation?.trim() ?? '';
  if (citation === '') resolver.miss(`the legal basis ${code} has no citation: say which law, and where in it`);
  return {
    ...{ code, names, kind, law, citation: citation === '' ? null : citation },
    article: article === null ? null : String(article),
    text: resolver.words(value.text),
  };
}

export const resolveCategory = (value: Static<typeof AuthoredCategory>): DataCategory => ({
  code: value.code,
  names: value.names,
  sensitive: value.sensitive ?? false,
  elements: value.elements ?? [],
});
