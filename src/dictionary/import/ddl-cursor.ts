/** A place in the tokens of one statement, and the small grammar that names, types and groups have. */
import type { Token } from './ddl-tokens.ts';

/** Words that begin a rule of a column: a type or a default ends before them. */
const RULES = new Set(
  'constraint not null default check references primary unique collate generated on deferrable initially'.split(' '),
);

export class Cursor {
  private at = 0;
  private readonly tokens: readonly Token[];
  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  get done(): boolean {
    return this.at >= this.tokens.length;
  }
  get left(): number {
    return this.tokens.length - this.at;
  }
  get line(): number {
    return (this.tokens[this.at] ?? this.tokens.at(-1))?.line ?? 1;
  }

  /** Goes on when exactly these words follow. */
  words(...words: readonly string[]): boolean {
    const follow = words.every((word, place) => {
      const token = this.tokens[this.at + place];
      return token?.kind === 'word' && token.text === word;
    });
    if (follow) this.at += words.length;
    return follow;
  }
  /** Skips what stands of these. */
  any(...words: readonly string[]): boolean {
    const start = this.at;
    while (words.some((word) => this.words(word)));
    return this.at > start;
  }
  private isMark(text: string): boolean {
    const token = this.tokens[this.at];
    return token?.kind === 'mark' && token.text === text;
  }

  /** One name, without its schema. */
  part(): string | undefined {
    const token = this.tokens[this.at];
    if (token?.kind !== 'word' && token?.kind !== 'quoted') return undefined;
    this.at += 1;
    return token.text;
  }
  path(): string[] {
    const parts: string[] = [];
    for (let part = this.part(); part !== undefined; part = this.part()) {
      parts.push(part);
      if (!this.isMark('.')) break;
      this.at += 1;
    }
    return parts;
  }
  /** The last of `schema.table`. */
  name(): string | undefined {
    return this.path().at(-1);
  }
  string(): string | undefined {
    const token = this.tokens[this.at];
    if (token?.kind !== 'string') return undefined;
    this.at += 1;
    return token.text;
  }
  /** What stands between brackets. */
  group(): readonly Token[] | undefined {
    if (!this.isMark('(')) return undefined;
    const start = this.at + 1;
    let depth = 0;
    for (; this.at < this.tokens.length; this.at += 1) {
      if (this.isMark('(')) depth += 1;
      if (this.isMark(')')) depth -= 1;
      if (depth === 0) break;
    }
    const inner = this.tokens.slice(start, this.at);
    this.at += 1;
    return inner;
  }
  groupText(): string {
    return (this.group() ?? []).map(written).join(' ');
  }
  names(): string[] {
    return (this.group() ?? []).filter((one) => one.kind === 'word' || one.kind === 'quoted').map((one) => one.text);
  }
  /** `on delete cascade`, `match full`, `deferrable initially deferred`. */
  actions(): void {
    this.any(
      ...'match full simple on delete update cascade restrict set null no action default deferrable initially deferred immediate'.split(
        ' ',
      ),
    );
  }

  /** `character varying(20)`, `timestamp(3) with time zone`, `public.colour`, `text[]`. */
  type(): string {
    let text = '';
    while (!this.done) {
      const token = this.tokens[this.at] as Token;
      if (token.kind === 'word' && RULES.has(token.text)) break;
      if (token.kind === 'mark' && token.text === '(') text += `(${this.groupText().replaceAll(' ', '')})`;
      else if (token.kind === 'mark' && token.text === '.') {
        // The schema of a type is not part of its name.
        text = '';
        this.at += 1;
      } else if (token.kind === 'string' || token.kind === 'number') break;
      else {
        text += token.kind === 'mark' ? token.text : `${text === '' ? '' : ' '}${token.text}`;
        this.at += 1;
      }
    }
    return text.trim();
  }

  /** Up to the next rule of the column. */
  expression(): string {
    const parts: string[] = [];
    while (!this.done) {
      const token = this.tokens[this.at] as Token;
      if (token.kind === 'word' && RULES.has(token.text) && parts.length > 0) break;
      if (token.kind === 'mark' && token.text === '(') parts.push(`(${this.groupText()})`);
      else {
        parts.push(written(token));
        this.at += 1;
      }
    }
    return parts.join(' ');
  }
}

const written = ({ kind, text }: Token): string => (kind === 'string' ? `'${text}'` : text);
