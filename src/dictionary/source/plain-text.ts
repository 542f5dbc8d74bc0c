/** Walking plain YAML: lines and their indent, spaces, comments, keys, and the scalars that stand on them. */
import type { Scalar } from 'yaml';
import { scalarAt } from './plain-nodes.ts';
import { joined, NotPlain, resolved, unescaped } from './plain-scalar.ts';

const LONGEST_KEY = 200;
/** In place of an indent. */
export const IS_IN_FLOW = -2;
/** Escapes that JSON has too, and means the same by. */
const ESCAPED = new Set(['"', '\\', '/', 'b', 'f', 'n', 'r', 't']);

export const [NEWLINE, SPACE, QUOTE, HASH, TICK] = [0x0a, 0x20, 0x22, 0x23, 0x27];
const [DASH, COLON, BACKSLASH] = [0x2d, 0x3a, 0x5c];

/** Per ASCII code: may begin a plain scalar here; may stand in a key; ends a plain scalar of a flow collection. */
const STARTS = tableOf(/[^\s\-?:,[\]{}#&*!|>'"%@`]/);
const IN_KEY = tableOf(/[A-Za-z0-9_.-]/);
const STARTS_KEY = tableOf(/[A-Za-z_]/);
const IN_FLOW = tableOf(/[,[\]{}]/);

function tableOf(chars: RegExp): Uint8Array {
  return Uint8Array.from({ length: 128 }, (_, code) => (chars.test(String.fromCharCode(code)) ? 1 : 0));
}

/** A text and the place in it that is being read. */
export class PlainText {
  protected readonly text: string;
  protected at = 0;
  /** Column of the line at hand, from 0; -1 at the end of the text. */
  protected indent = 0;
  protected depth = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** From the end of a line to the first character of the next that says something. */
  protected nextLine(): void {
    const { text } = this;
    let at = this.at;
    let start = at === 0 ? 0 : at + 1;
    for (at = start; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === SPACE) continue;
      if (code === HASH) at = this.lineEnd(at);
      else if (code !== NEWLINE) {
        this.at = at;
        this.indent = at - start;
        return;
      }
      start = at + 1;
    }
    this.at = text.length;
    this.indent = -1;
  }

  protected lineEnd(from: number): number {
    const end = this.text.indexOf('\n', from);
    return end < 0 ? this.text.length : end;
  }

  /** Spaces and a comment up to the end of the line; anything else is not plain. */
  protected restOfLine(): void {
    const { text } = this;
    const from = this.at;
    this.skipSpaces();
    const code = text.charCodeAt(this.at);
    if (code === HASH && this.at > from) this.at = this.lineEnd(this.at);
    else if (code !== NEWLINE && this.at < text.length) throw new NotPlain();
    this.nextLine();
  }

  protected skipSpaces(): void {
    while (this.text.charCodeAt(this.at) === SPACE) this.at += 1;
  }

  /** Spaces, line ends and comments between the parts; a part on a new line stands deeper than what holds it. */
  protected flowSpace(indent: number): void {
    this.skipSpaces();
    const code = this.text.charCodeAt(this.at);
    if (code !== NEWLINE && code !== HASH) return;
    if (code === HASH && this.text.charCodeAt(this.at - 1) !== SPACE) throw new NotPlain();
    if (code === HASH) this.at = this.lineEnd(this.at);
    this.nextLine();
    if (this.indent <= indent) throw new NotPlain();
  }

  protected isItem(at: number): boolean {
    if (this.text.charCodeAt(at) !== DASH) return false;
    const next = this.text.charCodeAt(at + 1);
    return next === SPACE || next === NEWLINE || at + 1 === this.text.length;
  }

  /** Where the key that begins here ends, before its colon; 0 when there is none. */
  protected keyEnd(from: number): number {
    const { text } = this;
    if (STARTS_KEY[text.charCodeAt(from)] !== 1) return 0;
    let at = from + 1;
    while (IN_KEY[text.charCodeAt(at)] === 1) at += 1;
    if (text.charCodeAt(at) !== COLON || at - from > LONGEST_KEY) return 0;
    const next = text.charCodeAt(at + 1);
    return next === SPACE || next === NEWLINE || at + 1 === text.length ? at : 0;
  }

  // ── scalars ──────────────────────────────────────────────────────────────────────────────────────────────────────
  /** @param indent of what holds it; lines that are deeper go on with it, but not in a flow collection */
  protected plain(indent: number): Scalar {
    const { text, at: start } = this;
    const isInFlow = indent === IS_IN_FLOW;
    if (!this.startsPlain(start)) throw new NotPlain();
    let end = start;
    let isFolded = false;
    for (let at = start; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === SPACE) continue;
      if (code === NEWLINE) {
        const next = isInFlow ? 0 : this.continuation(at, indent);
        if (next === 0 || !this.startsPlain(next)) break;
        isFolded = true;
        at = next;
      }
      if (isInFlow && IN_FLOW[code] === 1) break;
      if (code === HASH && end < at) break;
      if (code === COLON && this.endsKey(at + 1, isInFlow)) throw new NotPlain();
      end = at + 1;
    }
    this.at = end;
    const source = text.slice(start, end);
    return resolved(isFolded ? joined(source) : source, start, end);
  }

  protected startsPlain(at: number): boolean {
    const code = this.text.charCodeAt(at);
    return code >= 128 || STARTS[code] === 1 || (code === DASH && IN_KEY[this.text.charCodeAt(at + 1)] === 1);
  }

  /** Where the line after this end of a line begins when it is deeper than `indent`; 0 when it is not, or says nothing. */
  protected continuation(newline: number, indent: number): number {
    let at = newline + 1;
    while (this.text.charCodeAt(at) === SPACE) at += 1;
    const isBlank = at >= this.text.length || this.text.charCodeAt(at) === NEWLINE;
    return isBlank || at - newline - 1 <= indent ? 0 : at;
  }

  /** Whether a colon before this character makes what stands before it a key. */
  protected endsKey(at: number, isInFlow: boolean): boolean {
    const code = this.text.charCodeAt(at);
    return code === SPACE || code === NEWLINE || at === this.text.length || (isInFlow && IN_FLOW[code] === 1);
  }

  protected quoted(mark: number, indent: number): Scalar {
    const { text, at: start } = this;
    let hasEscapes = false;
    let isFolded = false;
    let at = start + 1;
    for (; ; at += 1) {
      const code = text.charCodeAt(at);
      if (at >= text.length) throw new NotPlain();
      if (code === NEWLINE) {
        const next = this.continuation(at, indent);
        if (next === 0) throw new NotPlain();
        isFolded = true;
        at = next - 1;
      } else if (code === mark) {
        if (mark === QUOTE || text.charCodeAt(at + 1) !== TICK) break;
        hasEscapes = true;
        at += 1;
      } else if (code === BACKSLASH && mark === QUOTE) {
        if (!ESCAPED.has(text.charAt(at + 1))) throw new NotPlain();
        hasEscapes = true;
        at += 1;
      }
    }
    this.at = at + 1;
    const inner = text.slice(start + 1, at);
    const line = isFolded ? joined(inner) : inner;
    return scalarAt(hasEscapes ? unescaped(line, mark === QUOTE) : line, start, at + 1);
  }
}
