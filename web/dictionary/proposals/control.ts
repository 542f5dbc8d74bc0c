/** What every control of the editor gets. */
import type { Attribute, Entry } from '../attributes.ts';

export interface Control {
  readonly id: string;
  /** The attribute's name, for those who hear the page. */
  readonly label: string;
  readonly value: unknown;
  /** `undefined`: the attribute is not stated. */
  readonly onChange: (value: unknown) => void;
}

export interface AttributeControl extends Control {
  readonly attribute: Attribute;
  readonly entry: Entry;
  /** Whether the server has found the attribute in order. */
  readonly sound: boolean;
}
