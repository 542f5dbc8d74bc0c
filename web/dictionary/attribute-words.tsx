/** How the dictionary's attributes are called and what their values say, in the reader's language. */
import { useCallback, type ReactNode } from 'react';
import type { Texts } from '../../src/platform/texts.ts';
import { hasWord, useWords, type Words } from '../i18n.ts';
import { FactList } from '../ui/fact-list.tsx';
import { formatDay } from '../ui/format.ts';
import { To } from '../ui/to.tsx';
import { Code, Num } from '../ui/values.tsx';
import { paths } from '../paths.ts';
import { isSaid, isTexts, type Attribute, type AttributeKind } from './attributes.ts';
import { CodeListLink, EntityLink, RegisterLink } from './words.tsx';

/** This area's words (`web-dictionary`), with the room's own behind `dictionary:` and `proposal:`. */
export function useDictionaryWords(): Words {
  useWords('dictionary');
  useWords('proposal');
  return useWords('web-dictionary');
}

const firstKnown = (t: Words['t'], keys: readonly string[], otherwise: string): string => {
  const found = keys.find(hasWord);
  return found === undefined ? otherwise : t(found);
};

/** The name of an attribute, and of one of its values: the book's words where the screens have none of their own. */
export function useAttributeWords() {
  const { t } = useDictionaryWords();
  const nameOf = useCallback(
    (name: string) => firstKnown(t, [`web-dictionary:attribute.${name}`, `dictionary:book.facts.${name}`], name),
    [t],
  );
  const valueOf = useCallback(
    (name: string, value: string) =>
      firstKnown(t, [`web-dictionary:value.${name}.${value}`, `dictionary:book.values.${name}.${value}`], value),
    [t],
  );
  return { nameOf, valueOf };
}

/** Days as people write them; everything else as it stands. */
const asWritten = (value: string) => (/^\d{4}-\d{2}-\d{2}$/.test(value) ? formatDay(value) : value);

interface ValueProps {
  readonly attribute: Attribute;
  readonly value: unknown;
}

interface Saying {
  readonly say: Words['say'];
  /** A choice of this attribute in words. */
  readonly word: (value: string) => string;
  readonly name: string;
}

const machine = (value: unknown) => <Code>{String(value)}</Code>;

/** How a value of each kind is shown; the rest are plain words. */
const shownAs: Readonly<Partial<Record<AttributeKind, (value: unknown, saying: Saying) => ReactNode>>> = {
  choice: (value, { word }) => word(String(value)),
  choices: (value, { word }) => (value as readonly string[]).map(word).join('; '),
  machine,
  pattern: machine,
  expression: machine,
  count: (value, { name }) => (name === 'maxAge' ? <DaysWord days={Number(value)} /> : <Num value={Number(value)} />),
  register: (value) => <RegisterLink register={String(value)} />,
  entity: (value) => <EntityLink entity={String(value)} />,
  element: (value) => <To to={paths.element(String(value))}>{String(value)}</To>,
  'code-list': (value) => <CodeListUse use={value} />,
  range: (value) => <RangeWords range={value as Range} />,
  citations: (value) => (
    <Lines
      texts={(value as readonly Citation[]).map(({ text, article }) => [text, article].filter(Boolean).join(', '))}
    />
  ),
  rules: (value) => <Rules rules={value as readonly Rule[]} />,
  'words-by-language': (value) =>
    Object.values(value as Record<string, readonly string[]>)
      .flat()
      .join('; '),
  'texts-list': (value, { say }) => <Lines texts={(value as readonly Texts[]).map(say)} />,
  line: (value) => asWritten(String(value)),
};

/** A value for reading. */
export function AttributeValue({ attribute: { name, kind }, value }: ValueProps): ReactNode {
  const { say } = useWords();
  const { valueOf } = useAttributeWords();
  if (!isSaid(value)) return '–';
  const show = shownAs[kind];
  return show ? show(value, { say, name, word: (one) => valueOf(name, one) }) : plainWords(value, say);
}

/** A value without a component of its own, as one text: texts in the reader's language, lists with semicolons. */
export function plainWords(value: unknown, say: Words['say']): string {
  if (!isSaid(value)) return '';
  if (isTexts(value)) return say(value);
  if (Array.isArray(value)) return value.map((one) => plainWords(one, say)).join('; ');
  if (typeof value !== 'object') return String(value as string | number | boolean);
  return Object.entries(value as object)
    .map(([name, one]) => `${name}: ${plainWords(one, say)}`)
    .join('; ');
}

function Lines({ texts }: { readonly texts: readonly string[] }) {
  return texts.map((text, i) => (
    <div key={i} dir="auto">
      {text}
    </div>
  ));
}

function DaysWord({ days }: { readonly days: number }) {
  const { t } = useDictionaryWords();
  return t('days', { count: days });
}

/** Notes of citations are remarks among authors, in whatever language these speak: they stay in the source. */
interface Citation {
  readonly text: string;
  readonly article?: string;
}

interface Range {
  readonly min?: string;
  readonly max?: string;
}

function RangeWords({ range: { min, max } }: { readonly range: Range }) {
  const { t } = useDictionaryWords();
  const end = (value: string | undefined) =>
    value === undefined ? '…' : value === 'today' ? t('today') : asWritten(value);
  return <bdi>{`${end(min)} – ${end(max)}`}</bdi>;
}

function CodeListUse({ use }: { readonly use: unknown }) {
  const { valueOf } = useAttributeWords();
  if (typeof use === 'string') return <CodeListLink list={use} />;
  const { list, rule } = use as { readonly list: string; readonly rule?: string };
  return (
    <>
      <CodeListLink list={list} />
      {rule && rule !== 'today' && ` (${valueOf('codeRule', rule)})`}
    </>
  );
}

interface Rule {
  readonly code: string;
  readonly dimension: string;
  readonly severity: string;
  readonly expression: string;
  readonly names: Texts;
}

function Rules({ rules }: { readonly rules: readonly Rule[] }) {
  const { t, say } = useWords();
  return (
    <FactList
      facts={rules.map(({ code, names, expression, dimension }) => [
        t(`web:dimension.${dimension}`),
        <span key={code}>
          {say(names)} <Code soft>{expression}</Code>
        </span>,
      ])}
    />
  );
}
