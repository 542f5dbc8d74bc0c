/** What is there already and may be the same thing: named while one types, with the reasons. */
import type { Twin } from '../../../src/dictionary/proposals/proposal-contract.ts';
import { useWords } from '../../i18n.ts';
import { paths } from '../../paths.ts';
import { To } from '../../ui/to.tsx';
import { Code, Percent } from '../../ui/values.tsx';
import { Verdict } from '../../ui/verdict.tsx';
import { useDictionaryWords } from '../attribute-words.tsx';
import styles from './editor.module.css';

/** From here on the two are most likely one thing (the contract). */
const ONE_THING = 0.85;

export function TwinsList({ twins }: { readonly twins: readonly Twin[] }) {
  const { t } = useDictionaryWords();
  const { say } = useWords();
  return (
    <ul className={styles.twins}>
      {twins.map((twin) => (
        <li key={`${twin.kind}-${twin.key}`}>
          <div>
            <To to={twin.kind === 'element' ? paths.element(twin.key) : paths.codeList(twin.key)}>{say(twin.names)}</To>{' '}
            <Code soft>{twin.key}</Code>{' '}
            {twin.likeness >= ONE_THING ? (
              <Verdict tone="warn">{t('twins.same')}</Verdict>
            ) : (
              <span className={styles.places}>
                {t('twins.alike')} <Percent value={twin.likeness * 100} decimals={0} />
              </span>
            )}
          </div>
          {twin.definition && (
            <div dir="auto" className={styles.places}>
              {say(twin.definition)}
            </div>
          )}
          <ul className={styles.reasons}>
            {twin.reasons.map(({ reason, words }) => (
              <li key={reason} dir="auto">
                {words}
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}
