/** Which types of stored columns can become which without losing or changing any value. Pure. */

/** As `format_type` writes them, to what they may become. A date is written as ISO 8601 on every connection of a node. */
const WIDER: Readonly<Record<string, readonly string[]>> = {
  bigint: ['numeric', 'text', 'text collate "C"'],
  numeric: ['text', 'text collate "C"'],
  date: ['text', 'text collate "C"'],
  text: ['text collate "C"'],
  'text collate "C"': ['text'],
  uuid: ['text', 'text collate "C"'],
};

/** Every value of the one is a value of the other. */
export const widens = (from: string, to: string): boolean => WIDER[from]?.includes(to) ?? false;

/** A type of the dictionary as the catalogue names it. */
export const catalogueType = (type: string): string =>
  type.startsWith('timestamptz') ? 'timestamp with time zone' : type;
