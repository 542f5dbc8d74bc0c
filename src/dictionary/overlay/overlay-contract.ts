/** Part of the contract: what a node says on top of the releases it follows. */
import Type, { type Static } from 'typebox';
import { endpoint } from '../../platform/http/endpoint.ts';
import { PlanChange } from '../plan-change-contract.ts';
import { Overlay } from './model.ts';

const text = Type.String();
const optional = Type.Optional;

export const OverlayClash = Type.Object({
  kind: text,
  key: text,
  conflict: text,
  attribute: optional(text),
  local: optional(text),
  central: optional(text),
  by: optional(text),
  /** What clashes, and how to mend it, in the language of the asker. */
  said: text,
  remedy: text,
});
export type OverlayClash = Static<typeof OverlayClash>;

const Version = Type.Object({
  version: Type.Integer(),
  entries: Type.Integer(),
  reason: text,
  by: text,
  at: text,
});

export const OverlayView = Type.Object({
  /** 0: there is none yet. It is the ETag. */
  version: Type.Integer(),
  /** Whether this node follows signed releases: only then an overlay can be set. */
  follows: Type.Boolean(),
  release: Type.Integer(),
  edition: text,
  hash: text,
  content: optional(Overlay),
  entries: Type.Integer(),
  /** Entries in force; the others are in `clashes`. */
  applied: Type.Integer(),
  clashes: Type.Array(OverlayClash),
  history: Type.Array(Version),
});
export type OverlayView = Static<typeof OverlayView>;

/** The overlay with what is set aside: ETag is its version. */
export const getOverlay = endpoint({
  name: 'dictionary.getOverlay',
  method: 'GET',
  path: '/api/dictionary/overlay',
  permission: 'dictionary.read',
  summary: 'What this node says on top of the release in force, and what of it clashes with the release',
  response: OverlayView,
});

export const listOverlayChanges = endpoint({
  name: 'dictionary.listOverlayChanges',
  method: 'GET',
  path: '/api/dictionary/overlay/changes',
  permission: 'dictionary.read',
  summary: 'How the dictionary in force here differs from the release as it was published',
  response: Type.Object({ verdict: text, changes: Type.Array(PlanChange) }),
});

const body = Type.Object({ overlay: Overlay, reason: Type.String({ minLength: 3, maxLength: 2000 }) });

export const checkOverlay = endpoint({
  name: 'dictionary.checkOverlay',
  method: 'POST',
  path: '/api/dictionary/overlay/checks',
  permission: 'dictionary.rehearse',
  summary: 'What an overlay would come to on the release in force; changes nothing',
  body: Type.Object({ overlay: Overlay }),
  response: Type.Object({
    edition: text,
    hash: text,
    entries: Type.Integer(),
    applied: Type.Integer(),
    clashes: Type.Array(OverlayClash),
    changes: Type.Array(PlanChange),
  }),
});

/** Served by the room that knows the rows: every one of them must fit. */
export const setOverlay = endpoint({
  name: 'dictionary.setOverlay',
  method: 'PUT',
  path: '/api/dictionary/overlay',
  permission: 'dictionary.set-overlay',
  summary: 'Set what holds here on top of the release, as a whole; needs `If-Match` (`"0"` for the first)',
  body,
  response: Type.Object({ version: Type.Integer(), release: Type.Integer(), edition: text, hash: text }),
});
