/** How deep a text may nest before a parser is let at it. */
export const DEEPEST = 100;

/** Brackets in flow notation nest the parser's stack: `[[[[…` ends it. Indentation alone cannot in 50 MB of lines. */
export function isTooDeep(text: string): boolean {
  let depth = 0;
  let quote = '';
  for (let i = 0; i < text.length; i += 1) {
    const letter = text[i] as string;
    if (quote !== '') {
      if (letter === '\\' && quote === '"') i += 1;
      else if (letter === quote || letter === '\n') quote = '';
    } else if (letter === '"') quote = letter;
    else if (letter === '[' || letter === '{') {
      depth += 1;
      if (depth > DEEPEST) return true;
    } else if ((letter === ']' || letter === '}') && depth > 0) depth -= 1;
  }
  return false;
}
