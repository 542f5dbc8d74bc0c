/**
 * A reader for the two large parts of a workbook, rows and texts: elements, text, the five entities of XML and
 * characters by number. Nesting is checked; document types are refused, so nothing can be expanded or fetched.
 */
import { problems } from '../problems.ts';
import { getAttribute } from './xml-tags.ts';

export interface FastEvents {
  /** Local name, and the tag as written: attributes are looked up only when they are needed. */
  open(name: string, tag: string): void;
  text(text: string): void;
  close(name: string): void;
}

export interface FastReader {
  write(piece: string): void;
  /** @throws damagedFile when an element is still open */
  end(): void;
}

interface State {
  rest: string;
  readonly stack: string[];
  readonly events: FastEvents;
}

/** @throws forbiddenXml, damagedFile */
export function createFastReader(events: FastEvents): FastReader {
  const state: State = { rest: '', stack: [], events };
  return {
    write(piece) {
      state.rest = scan(state.rest === '' ? piece : state.rest + piece, state);
    },
    end() {
      if (state.stack.length > 0 || state.rest.includes('<')) throw problems.damagedFile();
    },
  };
}

/** Reads what is complete and returns the rest. */
function scan(text: string, state: State): string {
  let at = 0;
  for (;;) {
    const open = text.indexOf('<', at);
    if (open === -1) return giveText(text.slice(at), state);
    const second = text.charCodeAt(open + 1);
    const end = second === 33 || second === 63 ? asideEnd(text, open) : tagEnd(text, open);
    if (end === -1) return text.slice(at);
    if (open > at && state.stack.length > 0) state.events.text(decode(text.slice(at, open)));
    if (second === 33 && text.startsWith('<![CDATA[', open)) state.events.text(text.slice(open + 9, end - 3));
    else if (second !== 33 && second !== 63) element(text.slice(open, end), state);
    at = end;
  }
}

/** Text without a tag behind it is given at once, or it would be searched again with every piece. */
function giveText(text: string, state: State): string {
  const cut = /&[^;]{0,40}$|\r$/.exec(text)?.index ?? text.length;
  if (cut > 0 && state.stack.length > 0) state.events.text(decode(text.slice(0, cut)));
  return text.slice(cut);
}

function element(tag: string, state: State): void {
  const { stack, events } = state;
  if (tag.charCodeAt(1) === 47) {
    const name = nameOf(tag, 2);
    if (stack.pop() !== name) throw problems.damagedFile();
    events.close(name);
    return;
  }
  const name = nameOf(tag, 1);
  events.open(name, tag);
  if (tag.charCodeAt(tag.length - 2) === 47) events.close(name);
  else stack.push(name);
}

/** The local name: up to a space, a slash or the end, without its prefix. */
function nameOf(tag: string, start: number): string {
  let from = start;
  let i = start;
  for (; i < tag.length; i++) {
    const code = tag.charCodeAt(i);
    if (code === 58) from = i + 1;
    else if (code === 62 || code === 47 || code <= 32) break;
  }
  return tag.slice(from, i);
}

/** Just behind the tag; a `>` inside quotes does not end it. -1: it goes on in the next piece. */
function tagEnd(text: string, open: number): number {
  for (let i = open + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 62) return i + 1;
    if (code === 34 || code === 39) {
      i = text.indexOf(code === 34 ? '"' : "'", i + 1);
      if (i === -1) return -1;
    }
  }
  return -1;
}

function asideEnd(text: string, open: number): number {
  if (text.startsWith('<!DOCTYPE', open)) throw problems.forbiddenXml();
  const isComment = text.startsWith('<!--', open);
  const isData = text.startsWith('<![CDATA[', open);
  // The first letters may not have come yet.
  if (text.charCodeAt(open + 1) === 33 && !isComment && !isData) {
    if (text.length - open >= 9) throw problems.damagedFile();
    return -1;
  }
  const mark = isComment ? '-->' : isData ? ']]>' : '?>';
  const found = text.indexOf(mark, open + 2);
  return found === -1 ? -1 : found + mark.length;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Entities, and line ends as XML 1.0 §2.11 reads them. */
function decode(text: string): string {
  const lines = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  if (!lines.includes('&')) return lines;
  return lines.replace(/&([^;\s&]{0,32});?/g, (whole, name: string) => {
    const known = ENTITIES[name];
    if (known !== undefined && whole.endsWith(';')) return known;
    const code = /^#(?:x([0-9A-Fa-f]{1,6})|(\d{1,7}))$/.exec(name);
    const point = code === null ? NaN : parseInt(code[1] ?? code[2] ?? '', code[1] === undefined ? 10 : 16);
    if (!(point <= 0x10ffff) || !whole.endsWith(';')) throw problems.damagedFile();
    return String.fromCodePoint(point);
  });
}

/** An attribute of a tag; as written, for values without entities. */
export function fastAttribute(tag: string, name: string): string | undefined {
  const found = tag.indexOf(` ${name}="`);
  if (found === -1) return UNUSUAL.test(tag) ? getAttribute(tag, name) : undefined;
  const start = found + name.length + 3;
  return tag.slice(start, tag.indexOf('"', start));
}

/** Other ways to write attributes that XML allows. */
const UNUSUAL = /[\n\t\r']|\s=|=\s/;
