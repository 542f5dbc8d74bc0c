/** Bodies as somebody wrote them down, before anything is resolved: codes, not ids. Pure. */
import type { Ending, SuccessionKind } from './model.ts';

export interface Place {
  readonly file: string | null;
  readonly line: number | null;
}

export interface Validity {
  readonly from: string | null;
  readonly to: string | null;
}

export interface AuthoredSuccession {
  readonly kind: SuccessionKind;
  readonly day: string;
  /** Codes read as of the day before. */
  readonly from: readonly { readonly code: string; readonly share: number }[];
  /** Codes read as of the day; empty means the body under which it is written. */
  readonly to: readonly string[];
}

export interface AuthoredBody extends Validity {
  readonly code: string;
  readonly names: Readonly<Record<string, string>>;
  readonly kind: string;
  readonly level: string;
  /** Where it stands; an open validity means its own. */
  readonly parents: readonly ({ readonly code: string } & Validity)[];
  readonly ended: Ending | null;
  readonly aliases: readonly ({ readonly alias: string } & Validity)[];
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly note: string | null;
  readonly successions: readonly AuthoredSuccession[];
  readonly at: Place;
}

export interface AuthoredAccount {
  readonly account: string;
  /** Display name, or one per language. */
  readonly name: string | Readonly<Record<string, string>>;
  readonly body: string;
  readonly posts: readonly string[];
  readonly demo: boolean;
  readonly kind: 'person' | 'machine';
  readonly from: string | null;
  readonly to: string | null;
  readonly at: Place;
}

/** Words: `bodies:findings.<rule>`. An error keeps the whole import out; a warning does not. */
export interface Finding extends Place {
  readonly severity: 'error' | 'warning';
  readonly rule: string;
  readonly code: string | null;
  readonly values: Readonly<Record<string, unknown>>;
}

export interface Authored {
  readonly bodies: AuthoredBody[];
  readonly accounts: AuthoredAccount[];
  readonly findings: Finding[];
}

export type Format = 'yaml' | 'json' | 'csv';

/** Turns `D`, `D-20`, `D+9wd` or an ISO day into an ISO day; undefined when it is none of these. */
export type ReadDay = (text: string) => string | undefined;
