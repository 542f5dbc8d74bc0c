/** A proof of destruction as a file: what the web and the command line know of it without any node. */
import Type, { type Static } from 'typebox';
import { Texts } from '../../platform/texts.ts';

/** What is given out: everything that a third party needs, and no value of any record. */
export const DestructionProof = Type.Object({
  v: Type.Literal(1),
  disposal: Type.String(),
  register: Type.String(),
  what: Type.Enum(['records', 'loads']),
  term: Type.Record(Type.String(), Type.Unknown()),
  basis: Type.Object({ code: Type.String(), names: Texts, citation: Type.Union([Type.String(), Type.Null()]) }),
  /** SHA-256 of all ids, sorted, one a line. */
  idsHash: Type.String(),
  counts: Type.Record(Type.String(), Type.Integer()),
  destroyedAt: Type.String(),
  entries: Type.Array(
    Type.Object({
      ids: Type.Array(Type.String()),
      /** Number of the entry in the log; 1 is the first. */
      number: Type.Integer(),
      leaf: Type.String(),
      /** RFC 6962 §2.1.1, base64, from the leaf upwards. */
      path: Type.Array(Type.String()),
      checkpoint: Type.Object({
        origin: Type.String(),
        size: Type.Integer(),
        root: Type.String(),
        note: Type.String(),
        vkey: Type.String(),
        signedAt: Type.String(),
      }),
    }),
  ),
});
export type DestructionProof = Static<typeof DestructionProof>;
