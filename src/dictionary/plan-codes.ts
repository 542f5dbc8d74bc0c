/** Part of the plan: code lists, what became of their codes, and how codes of two lists stand to each other. */
import type { Texts } from '../platform/texts.ts';

export interface CodeItemPlan {
  readonly code: string;
  readonly names: Texts;
  readonly parent?: string;
  /** First day in force; absent: since ever. */
  readonly from?: string;
  /** First day no longer in force; absent: until further notice. */
  readonly to?: string;
  readonly aliases: readonly string[];
}

/** What became of a code: the whole of it, or a part with its share (0–1) when known. */
export interface CodeSuccession {
  readonly from: string;
  readonly to: string;
  /** First day of the new state. */
  readonly day: string;
  readonly kind: 'whole' | 'part';
  readonly share?: number;
}

/** How a code stands to one of another list or edition, seen from the first (SKOS Reference §10, refined). */
export type LinkKind = 'same' | 'broader' | 'narrower' | 'split' | 'merge' | 'part';

/** `from` is in `to` (broader; merge: `to` is made of such), holds it (narrower; split: it is cut into such), or overlaps it. */
export interface CrosswalkLink {
  readonly from: string;
  readonly to: string;
  readonly kind: LinkKind;
  /** 0–1, of the larger side: of `from` for narrower, split and part, of `to` for broader and merge. */
  readonly share?: number;
}

/** Codes of the list that states it against codes of another, or of another day of the same. */
export interface CrosswalkPlan {
  readonly to: string;
  /** The day whose codes are meant; absent: codes that never stood for another unit. */
  readonly on?: string;
  readonly toOn?: string;
  readonly note?: Texts;
  readonly links: readonly CrosswalkLink[];
}

/** Where the items of an imported list come from; resolved by `importCodes`. */
export interface CodeSource {
  /** An npm package of the deployment, or absent for a file of the profile. */
  readonly package?: string;
  /** Path inside the package, or inside the profile's `dictionary` folder. */
  readonly file: string;
  readonly rows?: CodeRows;
  readonly successions?: CodeRows & { readonly day: string };
}

/** How rows of a foreign file become codes or successions. */
export interface CodeRows {
  /** Steps into the document: a member's name, or `{name: wards}` to pick from a list by member values. */
  readonly at?: readonly (string | Readonly<Record<string, string>>)[];
  /** Our column → theirs (a dotted path, `Wards[].Code` for nested rows). */
  readonly columns: Readonly<Record<string, string>>;
  readonly from?: string;
  readonly language?: string;
}

export interface CodeListPlan {
  readonly code: string;
  readonly names: Texts;
  readonly definition?: Texts;
  readonly version?: string;
  readonly owner?: Texts;
  /** The list in which this one's parents stand, when another. */
  readonly parentList?: string;
  readonly pattern?: string;
  /** Words that a name may have or leave out (`Province of`, `City of`), for recognising what people type. */
  readonly optionalWords: readonly string[];
  /** `release`: the items are part of the release. `imported`: they live in the node and change on their own days. */
  readonly kind: 'release' | 'imported';
  readonly source?: CodeSource;
  readonly items: readonly CodeItemPlan[];
  readonly successions: readonly CodeSuccession[];
  /** Absent where there are none. */
  readonly crosswalks?: readonly CrosswalkPlan[];
}
