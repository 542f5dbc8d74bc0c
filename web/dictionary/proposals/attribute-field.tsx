/** One attribute of the form: its name, its control, what the server found wrong with it. */
import { useId, type ReactNode } from 'react';
import type { EntryFinding } from '../../../src/dictionary/proposals/proposal-contract.ts';
import { FieldRow } from '../../ui/form.tsx';
import type { Attribute, Entry } from '../attributes.ts';
import { hasWord } from '../../i18n.ts';
import { useAttributeWords, useDictionaryWords } from '../attribute-words.tsx';
import {
  ChoiceControl,
  ChoicesControl,
  CodeListControl,
  ElementControl,
  EntityControl,
  RegisterControl,
} from './choice-controls.tsx';
import type { AttributeControl } from './control.ts';
import { findingsAt, pointerTo } from './draft.ts';
import { ExpressionControl, valueType } from './expression-control.tsx';
import { CitationsControl, PatternControl, RangeControl, RulesControl } from './special-controls.tsx';
import {
  CountControl,
  LineControl,
  TextsControl,
  TextsListControl,
  WordsByLanguageControl,
  WordsControl,
} from './text-controls.tsx';
import styles from './editor.module.css';

type Draw = (control: AttributeControl) => ReactNode;

const machine: Draw = (control) => <LineControl {...control} machine />;

/** A condition is true or false; a calculation gives a value of the element. */
const resultOf = ({ attribute, entry }: AttributeControl) =>
  attribute.name === 'calculation' ? valueType(entry['dataType']) : 'boolean';

const controls: Readonly<Record<Attribute['kind'], Draw>> = {
  line: (control) => <LineControl {...control} />,
  machine,
  expression: (control) => <ExpressionControl {...control} result={resultOf(control)} />,
  texts: (control) => <TextsControl {...control} />,
  'long-texts': (control) => <TextsControl {...control} long />,
  words: (control) => <WordsControl {...control} />,
  'words-by-language': (control) => <WordsByLanguageControl {...control} />,
  'texts-list': (control) => <TextsListControl {...control} />,
  count: (control) => <CountControl {...control} />,
  choice: (control) => <ChoiceControl {...control} />,
  choices: (control) => <ChoicesControl {...control} />,
  'code-list': (control) => <CodeListControl {...control} />,
  register: (control) => <RegisterControl {...control} />,
  entity: (control) => <EntityControl {...control} />,
  element: (control) => <ElementControl {...control} />,
  pattern: (control) => <PatternControl {...control} />,
  range: (control) => <RangeControl {...control} />,
  citations: (control) => <CitationsControl {...control} />,
  rules: (control) => <RulesControl {...control} />,
  other: (control) => <OtherControl {...control} />,
};

const wide: ReadonlySet<Attribute['kind']> = new Set([
  'texts',
  'long-texts',
  'words-by-language',
  'texts-list',
  'citations',
  'rules',
  'expression',
]);

/** What the screens do not know yet is kept as it is. */
function OtherControl({ value }: AttributeControl) {
  const { t } = useDictionaryWords();
  return (
    <span>
      <bdi>{typeof value === 'string' ? value : JSON.stringify(value)}</bdi> <small>{t('editor.kept')}</small>
    </span>
  );
}

interface AttributeFieldProps {
  readonly attribute: Attribute;
  readonly entry: Entry;
  readonly findings: readonly EntryFinding[];
  /** The last check has not come yet. */
  readonly checking: boolean;
  readonly onChange: (value: unknown) => void;
}

export function AttributeField({ attribute, entry, findings, checking, onChange }: AttributeFieldProps) {
  const { t } = useDictionaryWords();
  const { nameOf } = useAttributeWords();
  const id = useId();
  const { name, kind, must = false } = attribute;
  const here = findingsAt(findings, pointerTo(name));
  const label = nameOf(name);
  const helpKey = `web-dictionary:help.${name}`;
  return (
    <div data-wide={wide.has(kind)}>
      <FieldRow
        label={label}
        htmlFor={id}
        required={must}
        help={hasWord(helpKey) ? t(helpKey) : undefined}
        error={here.length > 0 && <FindingLines findings={here} />}
      >
        {controls[kind]({
          id,
          label,
          value: entry[name],
          onChange,
          attribute,
          entry,
          sound: !checking && here.length === 0,
        })}
      </FieldRow>
    </div>
  );
}

/** The same words for several languages of a text stand there once. */
export function FindingLines({ findings }: { readonly findings: readonly EntryFinding[] }) {
  const messages = new Map(findings.map(({ message, severity }) => [message, severity]));
  return [...messages].map(([message, severity]) => (
    <div key={message} dir="auto" className={severity === 'warning' ? styles.warning : undefined}>
      {message}
    </div>
  ));
}
