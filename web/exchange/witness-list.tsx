/** Who cosigned a checkpoint, and when; or why a witness did not. */
import type { WitnessWord } from '../../src/exchange/evidence/evidence-contract.ts';
import { Code, Moment } from '../ui/values.tsx';
import { State } from '../ui/verdict.tsx';
import { useExchangeWords } from './exchange-words.tsx';
import styles from './exchange.module.css';

interface WitnessListProps {
  readonly words: readonly WitnessWord[];
  readonly empty: string;
}

export function WitnessList({ words, empty }: WitnessListProps) {
  const { t, say } = useExchangeWords();
  if (words.length === 0) return <p>{empty}</p>;
  return (
    <ul className={styles.list}>
      {words.map(({ witness, names, relation, cosignedAt, problem }) => (
        <li key={witness} className={styles.address}>
          <State tone={problem === null ? 'good' : cosignedAt === null ? 'bad' : 'warn'}>
            {names ? say(names) : <Code>{witness}</Code>}
          </State>
          {relation && <span>{t(`witness.relation.${relation}`)}</span>}
          {cosignedAt !== null && <Moment value={cosignedAt} />}
          {problem !== null && (
            <span>{t(`witness.problem.${problem}`, { defaultValue: t('witness.problem.refused') })}</span>
          )}
        </li>
      ))}
    </ul>
  );
}
