/**
 * The editor of the expression language: completes fields and functions, shows what the node finds at its place, and
 * says of a sound expression its type, its cost, and what it makes of a sample and why.
 */
import { closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching } from '@codemirror/language';
import { setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { checkExpressionOf, type ExpressionAnswer } from '../../src/dictionary/contract.ts';
import { useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { useSettled } from '../ui/hooks.ts';
import { ProblemNotice } from '../ui/notice.tsx';
import { State } from '../ui/verdict.tsx';
import { colours, completion, expressionLanguage, look, type OfferedField } from './expression-language.ts';
import styles from './expression-editor.module.css';

const STILL_MS = 350;

interface ExpressionEditorProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (expression: string) => void;
  /** What it may read; those of the entity when that is named. */
  readonly fields?: readonly OfferedField[];
  readonly entity?: string;
  /** What else says which fields there are: those of an entity while it is written, or those beside an element. */
  readonly scope?: ExpressionScope | undefined;
  /** The type it must give; absent: any. */
  readonly result?: OfferedField['type'];
  /** Values by field, as a register prints them. */
  readonly sample?: Readonly<Record<string, string | null>>;
}

export interface ExpressionScope {
  readonly elements?: readonly { readonly element: string; readonly as?: string }[];
  readonly beside?: string;
  readonly proposal?: number;
  /** Besides those the node finds. */
  readonly own?: readonly OfferedField[];
}

export function ExpressionEditor(props: ExpressionEditorProps) {
  const { label, value, onChange } = props;
  const answer = useCheck(props);
  const place = useRef<HTMLDivElement>(null);
  useCodeMirror(place, { label, value, onChange, fields: answer.fields, found: answer.data?.findings });
  return (
    <div className={styles.editor}>
      <span className={styles.label} aria-hidden>
        {label}
      </span>
      <div ref={place} dir="ltr" />
      <ProblemNotice error={answer.error} />
      {value.trim() !== '' && answer.data && <Outcome answer={answer.data} />}
    </div>
  );
}

function useCheck(props: ExpressionEditorProps) {
  const { value, fields } = props;
  const expression = useSettled(value, STILL_MS);
  const asked = useEndpoint(checkExpressionOf, { body: { expression, ...scopeOf(props) } }, { keep: true });
  return { data: asked.data, error: asked.error, fields: fields ?? asked.data?.fields ?? [] };
}

/** What the node is told of where the expression stands; what is not said is left out. */
function scopeOf({ fields, entity, scope = {}, result, sample }: ExpressionEditorProps) {
  const { elements, beside, proposal, own } = scope;
  const stated = fields ?? own;
  return {
    ...(stated && { fields: stated.map(({ name, type }) => ({ name, type })) }),
    ...(entity !== undefined && { entity }),
    ...(elements && { elements: elements.map((one) => ({ ...one })) }),
    ...(beside !== undefined && { beside }),
    ...(proposal !== undefined && { proposal }),
    ...(result !== undefined && { result }),
    ...(sample && { sample: { ...sample } }),
  };
}

interface Scene {
  readonly label: string;
  readonly value: string;
  readonly onChange: (expression: string) => void;
  readonly fields: readonly OfferedField[];
  readonly found: ExpressionAnswer['findings'] | undefined;
}

/** The policy lets style elements in that carry the page's nonce. */
const nonce = () => document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';

function useCodeMirror(place: React.RefObject<HTMLDivElement | null>, scene: Scene): void {
  const { t } = useWords('web-mapping');
  const now = useRef({ ...scene, t });
  useEffect(() => {
    now.current = { ...scene, t };
  });
  const { label } = scene;
  const view = useRef<EditorView>(null);
  useEffect(() => {
    if (!place.current) return;
    const editor = new EditorView({ parent: place.current, state: stateOf(now.current.value, label, now) });
    view.current = editor;
    return () => {
      view.current = null;
      editor.destroy();
    };
  }, [place, label]);
  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === scene.value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: scene.value } });
  }, [scene.value]);
  useEffect(() => {
    const editor = view.current;
    if (!editor || !scene.found) return;
    editor.dispatch(setDiagnostics(editor.state, marksOf(scene.found, editor.state.doc.length)));
  }, [scene.found]);
}

interface Now {
  readonly current: Scene & { readonly t: ReturnType<typeof useWords>['t'] };
}

const stateOf = (doc: string, label: string, now: Now) =>
  EditorState.create({
    doc,
    extensions: [
      EditorView.cspNonce.of(nonce()),
      history(),
      closeBrackets(),
      bracketMatching(),
      expressionLanguage,
      colours,
      look,
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false' }),
      completion(
        () => now.current.fields,
        (type) => now.current.t(`web-mapping:editor.types.${type}`),
      ),
      // Tab goes on to the next field of the page: the editor is no trap.
      keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
      EditorView.updateListener.of(({ docChanged, state }) => {
        const text = state.doc.toString();
        if (docChanged && text !== now.current.value) now.current.onChange(text);
      }),
    ],
  });

/** Places the text has: it may be shorter by now than what was checked. */
function marksOf(found: ExpressionAnswer['findings'], length: number) {
  return found.map(({ from, to, message }) => {
    const start = Math.min(from, Math.max(0, length - 1));
    return { from: start, to: Math.min(length, Math.max(to, start + 1)), severity: 'error' as const, message };
  });
}

function Outcome({ answer }: { readonly answer: ExpressionAnswer }) {
  const { t } = useWords('web-mapping');
  const { ok, findings, type, cost, mostCost, said, value, explanation } = answer;
  if (!ok) {
    return (
      <div role="status">
        <ul className={styles.findings}>
          {findings.map(({ from, message }) => (
            <li key={`${String(from)} ${message}`}>
              <State tone="bad">
                <span dir="auto">{message}</span>
              </State>
            </li>
          ))}
        </ul>
      </div>
    );
  }
  return (
    <div className={styles.outcome} role="status">
      <State tone="good">
        {t('web-mapping:editor.sound', {
          type: t(`web-mapping:editor.types.${type ?? 'text'}`),
          cost: cost ?? 0,
          most: mostCost,
        })}
      </State>
      {said !== undefined && (
        <p>
          <bdi>{t('web-mapping:editor.said', { said })}</bdi>
        </p>
      )}
      {value !== undefined && (
        <p>
          <bdi>{t('web-mapping:editor.value', { value: value ?? t('web-mapping:editor.unsaid') })}</bdi>
        </p>
      )}
      {explanation.length > 0 && (
        <details>
          <summary>{t('web-mapping:editor.why')}</summary>
          <ul>
            {explanation.map(({ from, to, depth, words }) => (
              <li key={`${String(from)} ${String(to)} ${String(depth)}`} data-depth={Math.min(depth, 4)} dir="auto">
                {words}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
