/** How the editor reads an expression: its colours while one types, and what it offers to complete. */
import { autocompletion, snippetCompletion, type CompletionContext } from '@codemirror/autocomplete';
import { defaultHighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { expressionFunctions } from '../../src/dictionary/expression-contract.ts';

export interface OfferedField {
  readonly name: string;
  readonly type: 'text' | 'number' | 'boolean' | 'date' | 'moment';
  /** As people know it. */
  readonly label?: string;
}

const names = new Set(expressionFunctions.map((call) => call.slice(0, call.indexOf('('))));
const words = new Set(['true', 'false', 'null', 'in']);

const kinds: readonly (readonly [pattern: RegExp, kind: (text: string) => string])[] = [
  [/^(?:'(?:[^'\\]|\\.)*'?|"(?:[^"\\]|\\.)*"?)/, () => 'string'],
  [/^\d+(?:\.\d+)?/, () => 'number'],
  [/^[A-Za-z_]\w*/, (text) => (words.has(text) ? 'keyword' : names.has(text) ? 'typeName' : 'variableName')],
  [/^(?:\|\||&&|[!=<>]=?|[-+*/%?:])/, () => 'operator'],
];

export const expressionLanguage = StreamLanguage.define({
  name: 'expression',
  token: (stream) => {
    if (stream.eatSpace()) return null;
    for (const [pattern, kind] of kinds) {
      if (stream.match(pattern)) return kind(stream.current());
    }
    stream.next();
    return null;
  },
});

export const colours = syntaxHighlighting(defaultHighlightStyle);

export const look = EditorView.theme({
  '&': {
    border: '1px solid var(--line-strong)',
    borderRadius: 'var(--radius-small)',
    backgroundColor: 'var(--surface)',
    fontSize: '0.875rem',
  },
  '&.cm-focused': { outline: '2px solid var(--focus)', outlineOffset: '1px' },
  '.cm-content': { fontFamily: 'var(--mantine-font-family-monospace)', minHeight: '3.6em', padding: '6px 0' },
  '.cm-tooltip': { border: '1px solid var(--line)', backgroundColor: 'var(--surface)', color: 'var(--ink)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--accent-soft)',
    color: 'var(--ink)',
  },
  '.cm-completionDetail': { color: 'var(--ink-soft)', fontStyle: 'normal' },
});

/** The first argument becomes a place to type into; the rest shows the shape. */
function template(call: string): string {
  const open = call.indexOf('(');
  const inside = call.slice(open + 1, -1);
  if (inside === '') return call;
  return `${call.slice(0, open)}(${inside.replaceAll(/\{([^}]*)\}/g, String.raw`\{$1\}`).replace(/^[^,]+/, (first) => `\${${first.replaceAll(/[{}\\]/g, '')}}`)})`;
}

const calls = expressionFunctions.map((call) =>
  snippetCompletion(template(call), {
    label: call.slice(0, call.indexOf('(')),
    detail: call.slice(call.indexOf('(')),
    type: 'function',
  }),
);

/** @param fields asked anew at every key: they may change while the editor stands */
export const completion = (fields: () => readonly OfferedField[], typeWord: (type: OfferedField['type']) => string) =>
  autocompletion({
    icons: false,
    override: [
      (context: CompletionContext) => {
        const word = context.matchBefore(/[A-Za-z_]\w*/);
        if (!word && !context.explicit) return null;
        const offered = fields().map(({ name, type, label }) => ({
          label: name,
          detail: label !== undefined && label !== name ? label : typeWord(type),
          type: 'variable',
          boost: 1,
        }));
        return { from: word?.from ?? context.pos, options: [...offered, ...calls], validFor: /^\w*$/ };
      },
    ],
  });
