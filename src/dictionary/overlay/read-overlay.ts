/** An overlay from a file: YAML (of which JSON is a part), without anchors, held against its shape. Pure. */
import { Compile } from 'typebox/compile';
import { parse } from 'yaml';
import { problems } from '../problems.ts';
import { Overlay } from './model.ts';

const shape = Compile(Overlay);

/** @throws problems.overlayUnreadable with the place */
export function readOverlay(text: string): Overlay {
  let value: unknown;
  try {
    // Aliases make a small file a large dictionary.
    value = parse(text, { maxAliasCount: 0, schema: 'core', uniqueKeys: true, logLevel: 'error' });
  } catch {
    throw problems.overlayUnreadable({ at: '' });
  }
  if (shape.Check(value)) return value;
  const [first] = shape.Errors(value);
  throw problems.overlayUnreadable({ at: first?.instancePath ?? '' });
}
