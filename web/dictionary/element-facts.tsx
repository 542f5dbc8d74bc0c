/** What an element states, part by part: the catalogue of attributes says what stands where and how it is shown. */
import { useWords } from '../i18n.ts';
import { FactList, type Fact } from '../ui/fact-list.tsx';
import { Panel } from '../ui/page.tsx';
import { EmptyState } from '../ui/states.tsx';
import { State } from '../ui/verdict.tsx';
import { statedOf, type Entry, type Part } from './attributes.ts';
import { AttributeValue, useAttributeWords, useDictionaryWords } from './attribute-words.tsx';
import styles from './dictionary.module.css';

interface FactsProps {
  readonly entry: Entry;
  readonly part: Part;
}

/** What stands above the list already. */
const elsewhere: ReadonlySet<string> = new Set(['code', 'names', 'definition']);

export function PartFacts({ entry, part }: FactsProps) {
  const { t } = useDictionaryWords();
  const { nameOf } = useAttributeWords();
  const stated = statedOf(entry, part).filter(([{ name }]) => !elsewhere.has(name));
  const wide = stated.filter(([{ kind }]) => kind === 'rules');
  const facts = stated
    .filter(([{ kind }]) => kind !== 'rules')
    .map(([attribute, value]): Fact => [
      nameOf(attribute.name),
      <AttributeValue key={attribute.name} attribute={attribute} value={value} />,
    ]);
  const warned: Fact[] =
    part === 'source' && entry['authority'] === undefined
      ? [
          [
            nameOf('authority'),
            <State key="none" tone="warn">
              {t('noSource')}
            </State>,
          ],
        ]
      : [];
  const shown = [...warned, ...facts];
  return (
    <>
      {shown.length > 0 ? <FactList columns={2} facts={shown} /> : <EmptyState title={t('nothingStated')} />}
      {wide.map(([attribute, value]) => (
        <div key={attribute.name} className={styles.wideFact}>
          <h3>{nameOf(attribute.name)}</h3>
          <AttributeValue attribute={attribute} value={value} />
        </div>
      ))}
    </>
  );
}

/** What the element is, in every language that the profile writes. */
export function DefinitionPanel({ entry }: { readonly entry: Entry }) {
  const { say, language } = useWords();
  const { t } = useDictionaryWords();
  const [names, definition] = [entry['names'], entry['definition']] as readonly Readonly<Record<string, string>>[];
  const others = Object.keys(definition ?? {}).filter((tag) => tag !== language);
  return (
    <Panel title={t('tab.definition')}>
      <p className={styles.definition} dir="auto">
        {say(definition)}
      </p>
      {others.length > 0 && (
        <details className={styles.otherLanguages}>
          <summary>{t('otherLanguages')}</summary>
          <FactList
            facts={others.map((tag) => [
              t(`web:language.${tag}`, { defaultValue: tag }),
              <span key={tag} lang={tag} dir="auto">
                <strong>{names?.[tag] ?? ''}</strong>
                <br />
                {definition?.[tag]}
              </span>,
            ])}
          />
        </details>
      )}
    </Panel>
  );
}
