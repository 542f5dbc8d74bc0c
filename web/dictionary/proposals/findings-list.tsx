/** What is wrong, each with its place and its entry. */
import type { EntryFinding } from '../../../src/dictionary/proposals/proposal-contract.ts';
import { paths } from '../../paths.ts';
import { To } from '../../ui/to.tsx';
import { State } from '../../ui/verdict.tsx';
import { useAttributeWords } from '../attribute-words.tsx';
import { attributeAt } from './draft.ts';
import { Code } from '../../ui/values.tsx';
import styles from './editor.module.css';

interface FindingsProps {
  readonly findings: readonly EntryFinding[];
  /** Links to each finding's entry, when there are several. */
  readonly proposal?: number;
}

export function FindingsList({ findings, proposal }: FindingsProps) {
  const { nameOf } = useAttributeWords();
  return (
    <ul className={styles.findings}>
      {findings.map(({ kind, key, pointer, severity, code, message }, i) => (
        <li key={`${key}${pointer}${code}${String(i)}`}>
          <State tone={severity === 'error' ? 'bad' : 'warn'}>
            <span dir="auto">{message}</span>
          </State>
          <span className={styles.places}>
            {proposal !== undefined && (
              <>
                <To to={paths.proposalEntry(proposal, kind, key)}>
                  <Code soft>{key}</Code>
                </To>{' '}
                ·{' '}
              </>
            )}
            {pointer !== '' && nameOf(attributeAt(pointer))}
          </span>
        </li>
      ))}
    </ul>
  );
}
