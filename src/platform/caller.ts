/** Who is calling: known from a session, a key or the local terminal; never from the request's own words. */
export interface Caller {
  /** Account id, or `system` for the node itself, or `nobody`. */
  readonly account: string;
  readonly name: string;
  readonly kind: 'person' | 'machine' | 'system' | 'nobody';
  /** Numeric id of the body the caller acts for; null for nobody and for the node itself. */
  readonly body: number | null;
  /** Posts held in that body: `officer`, `steward`, `leader`, … (the permission tables name them). */
  readonly roles: readonly string[];
  readonly language: string;
  /** When the person behind the session was last asked who he is, and how; absent for keys and the terminal. */
  readonly authenticatedAt?: string;
  readonly strength?: 'demo' | 'single' | 'several';
  /** He acts on behalf of the body above, under this delegation; absent: in his own posts. */
  readonly onBehalf?: OnBehalf;
  /** An emergency right of his own is open: two persons opened it, and everything under it is marked. */
  readonly emergency?: Emergency;
}

export interface Emergency {
  readonly id: string;
  readonly permissions: readonly string[];
  /** Names of registers; null: whichever. */
  readonly registers: readonly string[] | null;
  /** Instant of its end. */
  readonly until: string;
}

/** Under which delegation somebody acts for another body, and what it opens. */
export interface OnBehalf {
  readonly delegation: string;
  /** His own body. */
  readonly by: number;
  readonly permissions: readonly string[];
  /** Names of registers; null: whichever. */
  readonly registers: readonly string[] | null;
}

export const nobody = (language: string): Caller => ({
  account: 'nobody',
  name: '',
  kind: 'nobody',
  body: null,
  roles: [],
  language,
});

/** The node acting for itself: installing a profile, running followers. */
export const system: Caller = {
  account: 'system',
  name: 'system',
  kind: 'system',
  body: null,
  roles: [],
  language: 'en',
};
