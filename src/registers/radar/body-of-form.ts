/** Whose form it is: who publishes it, who stands in its title, or the folder that it lies in. Pure. */
import { fold } from '../../platform/search/fold.ts';
import type { Texts } from '../../platform/texts.ts';
import type { Form } from './model.ts';

export interface NamedBody {
  readonly code: string;
  readonly names: Texts;
}

export interface BodyNames {
  /** Folded name or code → body; a name that several bodies have names none of them. */
  readonly byName: ReadonlyMap<string, NamedBody>;
}

const MOST_WORDS = 10;

export function bodyNames(bodies: readonly NamedBody[]): BodyNames {
  const byName = new Map<string, NamedBody | undefined>();
  for (const body of bodies) {
    for (const name of new Set([body.code, ...Object.values(body.names)].map(fold))) {
      const there = byName.get(name);
      byName.set(name, byName.has(name) && there?.code !== body.code ? undefined : body);
    }
  }
  return { byName: new Map([...byName].flatMap(([name, body]) => (body && name !== '' ? [[name, body]] : []))) };
}

/**
 * @param inside where its file lies in the folder or archive that was given
 * @returns the form's own word for the body: its code where it is known, else the folder's name; undefined for nobody
 */
export function bodyOfForm({ body, titles }: Form, { byName }: BodyNames, inside = ''): string | undefined {
  if (body !== undefined) return body;
  // Whoever issues a form stands under the body that it belongs to.
  const named = titles.toReversed().flatMap((title) => inTitle(title, byName) ?? [])[0];
  if (named) return named.code;
  const folder = inside.split('/').slice(0, -1)[0];
  return folder === undefined || folder === '' ? undefined : (byName.get(fold(folder))?.code ?? folder);
}

/** The longest name of a body that the title has, word by word. */
function inTitle(title: string, byName: BodyNames['byName']): NamedBody | undefined {
  const words = fold(title).split(' ').filter(Boolean).slice(0, 60);
  for (let length = Math.min(MOST_WORDS, words.length); length >= 2; length -= 1) {
    for (let start = 0; start + length <= words.length; start += 1) {
      const found = byName.get(words.slice(start, start + length).join(' '));
      if (found) return found;
    }
  }
  return undefined;
}
