/** SQL text → tokens with lines: quoted names, strings, dollar quotes, nested comments (PostgreSQL manual §4.1). */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'mark';
  /** A word folded to lower case, as PostgreSQL does; a quoted name as it is. */
  readonly text: string;
  readonly line: number;
}

const PARTS =
  /(?<space>\s+|--[^\n]*)|(?<dollar>\$(?<tag>[A-Za-z_]\w*)?\$[\s\S]*?\$\k<tag>\$)|(?<escaped>[eE]'(?:[^'\\]|\\[\s\S]|'')*')|(?<string>'(?:[^']|'')*')|(?<quoted>"(?:[^"]|"")*")|(?<number>\d+(?:\.\d+)?)|(?<word>[\p{L}_][\p{L}\p{N}_$]*)|(?<mark>::|[-+*/<>=~!@#%^&|`?]+|[(),;.[\]:{}\\$])/uy;

const VALUES: Readonly<Record<string, (text: string) => string>> = {
  word: (text) => text.toLowerCase(),
  quoted: (text) => text.slice(1, -1).replaceAll('""', '"'),
  string: (text) => text.slice(1, -1).replaceAll("''", "'"),
  escaped: (text) => text.slice(2, -1).replaceAll("''", "'").replace(/\\n/g, '\n').replace(/\\(.)/g, '$1'),
  dollar: (text) => text.replace(/^\$\w*\$|\$\w*\$$/g, ''),
};

/** @returns the tokens, and the line from which nothing could be read */
export function sqlTokens(text: string): { tokens: readonly Token[]; brokenAt?: number } {
  const tokens: Token[] = [];
  const pattern = new RegExp(PARTS.source, PARTS.flags);
  let line = 1;
  let at = 0;
  const count = (from: number, to: number) => {
    for (let i = from; i < to; i += 1) if (text.charCodeAt(i) === 10) line += 1;
  };
  while (at < text.length) {
    const end = text.startsWith('/*', at) ? commentEnd(text, at) : undefined;
    if (end !== undefined && end > text.length) return { tokens, brokenAt: line };
    if (end !== undefined) {
      count(at, end);
      at = end;
      continue;
    }
    pattern.lastIndex = at;
    const groups = pattern.exec(text)?.groups;
    if (!groups) return { tokens, brokenAt: line };
    const [kind = '', part = ''] =
      Object.entries(groups).find(([name, one]) => name !== 'tag' && one !== undefined) ?? [];
    if (kind !== 'space') tokens.push({ kind: kindOf(kind), text: (VALUES[kind] ?? String)(part), line });
    count(at, pattern.lastIndex);
    at = pattern.lastIndex;
  }
  return { tokens };
}

const kindOf = (kind: string): Token['kind'] =>
  kind === 'dollar' || kind === 'escaped' ? 'string' : (kind as Token['kind']);

/** Comments nest in PostgreSQL. @returns a place behind the text when the comment never ends */
function commentEnd(text: string, start: number): number {
  let depth = 0;
  for (let i = start; i < text.length; i += 1) {
    if (text.startsWith('/*', i)) {
      depth += 1;
      i += 1;
    } else if (text.startsWith('*/', i)) {
      depth -= 1;
      i += 1;
      if (depth === 0) return i + 1;
    }
  }
  return text.length + 1;
}

/** Statements between semicolons; those inside of brackets stay where they are. */
export function statements(tokens: readonly Token[]): readonly (readonly Token[])[] {
  return splitAt(tokens, ';').filter((statement) => statement.length > 0);
}

/** Line of a bracket that is never closed. */
export function unclosedAt(tokens: readonly Token[]): number | undefined {
  const open: number[] = [];
  for (const { kind, text, line } of tokens) {
    if (kind === 'mark' && text === '(') open.push(line);
    if (kind === 'mark' && text === ')') open.pop();
  }
  return open[0];
}

export function splitAt(tokens: readonly Token[], mark: string): Token[][] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.kind === 'mark' && token.text === '(') depth += 1;
    if (token.kind === 'mark' && token.text === ')') depth -= 1;
    if (depth === 0 && token.kind === 'mark' && token.text === mark) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}
