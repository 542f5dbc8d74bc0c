/** Turtle (RDF 1.1) → triples: prefixes, lists of objects, literals with languages and types, blank nodes, collections. */
export interface Term {
  readonly kind: 'iri' | 'blank' | 'literal';
  readonly value: string;
  readonly language?: string;
  readonly line: number;
}
export interface Triple {
  readonly subject: Term;
  readonly predicate: string;
  readonly object: Term;
}

export class TurtleError extends Error {
  override name = 'TurtleError';
  readonly line: number;
  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
const TOKEN =
  /(?<space>\s+|#[^\n]*)|<(?<iri>[^<>"{}|^`\\\u0000-\u0020]*)>|(?<long>"""(?:[^"\\]|\\[\s\S]|"(?!""))*"""|'''(?:[^'\\]|\\[\s\S]|'(?!''))*''')|(?<short>"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')|@(?<at>[A-Za-z]+(?:-[A-Za-z0-9]+)*)|(?<number>[+-]?(?:\d+\.\d*|\.?\d+)(?:[eE][+-]?\d+)?(?![\w:]))|(?<type>\^\^)|_:(?<blank>[\p{L}\d_](?:[\p{L}\d_.-]*[\p{L}\d_-])?)|(?<name>(?:[\p{L}\d_][\p{L}\d_.-]*)?:(?:(?:[\p{L}\d_:.-]|%[0-9A-Fa-f]{2}|\\[_~.!$&'()*+,;=/?#@%-])*(?:[\p{L}\d_:-]|%[0-9A-Fa-f]{2}|\\[_~.!$&'()*+,;=/?#@%-]))?)|(?<word>[A-Za-z]+)|(?<mark>[.,;[\]()])/uy;

interface Token {
  readonly kind: string;
  readonly text: string;
  readonly line: number;
}

function tokens(text: string): Token[] {
  const found: Token[] = [];
  const pattern = new RegExp(TOKEN.source, TOKEN.flags);
  let line = 1;
  while (pattern.lastIndex < text.length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(text);
    if (!match) throw new TurtleError(line, text.slice(at, at + 30).split('\n', 1)[0] ?? '');
    for (const [kind, part] of Object.entries(match.groups ?? {})) {
      if (part !== undefined && kind !== 'space') found.push({ kind, text: part, line });
    }
    for (let i = at; i < pattern.lastIndex; i += 1) if (text.charCodeAt(i) === 10) line += 1;
  }
  return found;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
const unescape = (text: string) =>
  text.replace(
    /\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([\s\S]))/g,
    (_all, four?: string, eight?: string, one?: string) =>
      one === undefined
        ? String.fromCodePoint(Math.min(0x10ffff, parseInt(four ?? eight ?? '', 16)))
        : (ESCAPES[one] ?? one),
  );

const DEEPEST = 50;

/** @throws TurtleError with the line */
export function parseTurtle(text: string): readonly Triple[] {
  return new Parser(tokens(text)).all();
}

class Parser {
  private at = 0;
  private blanks = 0;
  private depth = 0;
  private base = '';
  private readonly prefixes = new Map<string, string>();
  private readonly triples: Triple[] = [];
  private readonly list: readonly Token[];

  constructor(list: readonly Token[]) {
    this.list = list;
  }

  all(): readonly Triple[] {
    while (this.at < this.list.length) this.statement();
    return this.triples;
  }

  private statement(): void {
    const token = this.next();
    const word = token.text.toLowerCase();
    const isDirective = (token.kind === 'at' || token.kind === 'word') && (word === 'prefix' || word === 'base');
    if (isDirective) {
      const name = word === 'prefix' ? this.next('name').text.replace(/:$/, '') : undefined;
      const iri = this.resolve(this.next('iri').text);
      if (name === undefined) this.base = iri;
      else this.prefixes.set(name, iri);
      if (token.kind === 'at') this.mark('.');
      return;
    }
    this.at -= 1;
    const subject = this.term();
    // [ … ] . alone is a statement.
    if (!(subject.kind === 'blank' && this.peek() === '.')) this.properties(subject);
    this.mark('.');
  }

  private properties(subject: Term): void {
    for (;;) {
      const token = this.list[this.at];
      const predicate = token?.kind === 'word' && token.text === 'a' ? `${RDF}type` : undefined;
      if (predicate !== undefined) this.at += 1;
      const said = predicate ?? this.term().value;
      do this.triples.push({ subject, predicate: said, object: this.term() });
      while (this.skip(','));
      if (!this.skip(';')) return;
      while (this.skip(';'));
      if (this.peek() === '.' || this.peek() === ']') return;
    }
  }

  private term(): Term {
    const { kind, text, line } = this.next();
    if (kind === 'iri') return { kind: 'iri', value: this.resolve(unescape(text)), line };
    if (kind === 'name') return { kind: 'iri', value: this.expand(text, line), line };
    if (kind === 'blank') return { kind: 'blank', value: `_:${text}`, line };
    if (kind === 'short') return this.literal(unescape(text.slice(1, -1)), line);
    if (kind === 'long') return this.literal(unescape(text.slice(3, -3)), line);
    if (kind === 'number' || (kind === 'word' && /^(true|false)$/.test(text)))
      return { kind: 'literal', value: text, line };
    if (kind === 'mark' && (text === '[' || text === '(')) return this.nested(text, line);
    throw new TurtleError(line, text);
  }

  private nested(open: string, line: number): Term {
    this.depth += 1;
    if (this.depth > DEEPEST) throw new TurtleError(line, open);
    this.blanks += 1;
    const blank: Term = { kind: 'blank', value: `_:[${String(this.blanks)}]`, line };
    if (open === '[') {
      if (this.peek() !== ']') this.properties(blank);
      this.mark(']');
    } else {
      while (this.peek() !== ')') this.triples.push({ subject: blank, predicate: `${RDF}first`, object: this.term() });
      this.mark(')');
    }
    this.depth -= 1;
    return blank;
  }

  private literal(value: string, line: number): Term {
    const next = this.list[this.at];
    if (next?.kind === 'at') {
      this.at += 1;
      return { kind: 'literal', value, language: next.text.toLowerCase(), line };
    }
    if (next?.kind === 'type') {
      this.at += 1;
      this.term();
    }
    return { kind: 'literal', value, line };
  }

  private expand(name: string, line: number): string {
    const colon = name.indexOf(':');
    const prefix = this.prefixes.get(name.slice(0, colon));
    if (prefix === undefined) throw new TurtleError(line, name);
    return prefix + name.slice(colon + 1).replace(/\\(.)/g, '$1');
  }
  private resolve(iri: string): string {
    if (/^[a-z][a-z0-9+.-]*:/i.test(iri) || this.base === '') return iri;
    return URL.canParse(iri, this.base) ? new URL(iri, this.base).href : iri;
  }
  private next(kind?: string): Token {
    const token = this.list[this.at];
    if (!token || (kind !== undefined && token.kind !== kind)) {
      throw new TurtleError(token?.line ?? this.list.at(-1)?.line ?? 1, token?.text ?? '');
    }
    this.at += 1;
    return token;
  }
  private peek(): string | undefined {
    const token = this.list[this.at];
    return token?.kind === 'mark' ? token.text : undefined;
  }
  private skip(mark: string): boolean {
    if (this.peek() !== mark) return false;
    this.at += 1;
    return true;
  }
  private mark(mark: string): void {
    const token = this.next('mark');
    if (token.text !== mark) throw new TurtleError(token.line, token.text);
  }
}
