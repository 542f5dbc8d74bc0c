/** A drop folder: a place under ARTERY_DROP, by name. */
import Type, { type Static } from 'typebox';

export const FolderSettings = Type.Object(
  {
    /** A name, never a path: it lies under the one folder that the node's operator chose. */
    folder: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$' }),
    /** Of workbooks; left out: the sheet whose table fits best. */
    sheet: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  },
  { additionalProperties: false },
);
export type FolderSettings = Static<typeof FolderSettings>;
