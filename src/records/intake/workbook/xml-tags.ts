/**
 * Changes single tags of XML and hands everything else on as it stands, byte for byte: that is how a workbook keeps
 * what this program knows nothing of.
 */
import { problems } from '../problems.ts';
import { localName } from './xml.ts';

/** Gets each tag as written, `<c r="A1"/>`; what it returns stands in its place, undefined leaves it. */
export type OnTag = (tag: string) => string | undefined;

export async function* editTagStream(pieces: AsyncIterable<string>, onTag: OnTag): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of pieces) {
    const { done, open } = edit(rest + piece, onTag);
    rest = open;
    if (done !== '') yield done;
  }
  if (rest !== '') yield rest;
}

export function editTags(text: string, onTag: OnTag): string {
  const { done, open } = edit(text, onTag);
  return done + open;
}

/** `open`: a tag that is not complete yet. */
function edit(text: string, onTag: OnTag): { done: string; open: string } {
  let done = '';
  let kept = 0;
  let at = text.indexOf('<');
  while (at !== -1) {
    const end = tagEnd(text, at);
    if (end === -1) return { done: done + text.slice(kept, at), open: text.slice(at) };
    const second = text.charCodeAt(at + 1);
    // Comments, character data and instructions are no tags.
    const changed = second === 33 || second === 63 ? undefined : onTag(text.slice(at, end));
    if (changed !== undefined) {
      done += text.slice(kept, at) + changed;
      kept = end;
    }
    at = text.indexOf('<', end);
  }
  return { done: done + text.slice(kept), open: '' };
}

/** Just behind the tag, or -1 when it goes on. @throws forbiddenXml */
function tagEnd(text: string, at: number): number {
  if (text.startsWith('<!', at)) {
    if (text.startsWith('<!DOCTYPE', at)) throw problems.forbiddenXml();
    const isComment = text.startsWith('<!--', at);
    if (!isComment && !text.startsWith('<![CDATA[', at)) return -1;
    return behind(text, isComment ? '-->' : ']]>', at);
  }
  if (text.startsWith('<?', at)) return behind(text, '?>', at);
  return plainTagEnd(text, at);
}

/** A `>` inside an attribute does not end the tag. */
function plainTagEnd(text: string, at: number): number {
  let quote = 0;
  for (let i = at + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (quote !== 0) {
      if (code === quote) quote = 0;
    } else if (code === 34 || code === 39) quote = code;
    else if (code === 62) return i + 1;
  }
  return -1;
}

function behind(text: string, mark: string, at: number): number {
  const found = text.indexOf(mark, at);
  return found === -1 ? -1 : found + mark.length;
}

const NAME = /^<\/?([^\s/>]+)/;

/** Local name: `<x:row r="1">` → `row`. */
export const tagName = (tag: string): string => localName(NAME.exec(tag)?.[1] ?? '');

/** The prefix with its colon, or ''. */
export const tagPrefix = (tag: string): string => /^<\/?([^\s/>]+:)/.exec(tag)?.[1] ?? '';

export const isClosing = (tag: string): boolean => tag.charCodeAt(1) === 47;
export const isEmptyTag = (tag: string): boolean => tag.charCodeAt(tag.length - 2) === 47;

const attributePattern = (name: string) => new RegExp(`\\s(?:\\w+:)?${name}\\s*=\\s*("[^"]*"|'[^']*')`);
const patterns = new Map<string, RegExp>();

function patternOf(name: string): RegExp {
  const known = patterns.get(name) ?? attributePattern(name);
  patterns.set(name, known);
  return known;
}

/** The attribute as written, entities and all. */
export const getAttribute = (tag: string, name: string): string | undefined =>
  patternOf(name).exec(tag)?.[1]?.slice(1, -1);

/** Sets or adds it; undefined takes it away. The value must be escaped already. */
export function setAttribute(tag: string, name: string, value: string | undefined): string {
  const written = value === undefined ? '' : ` ${name}="${value}"`;
  if (patternOf(name).test(tag)) return tag.replace(patternOf(name), () => written);
  return tag.replace(/\s*(\/?)>$/, (_, slash: string) => `${written}${slash}>`);
}

/** `<row/>` → `<row>` and `</row>`, with something between. */
export function expand(tag: string, inner: string): string {
  const name = NAME.exec(tag)?.[1] ?? '';
  return `${tag.replace(/\s*\/>$/, '>')}${inner}</${name}>`;
}
