/** What changed, whether it breaks, and by which rule: one line each, in words. */
import type { PlanChange } from '../../src/dictionary/contract.ts';
import { Panel } from '../ui/page.tsx';
import { Verdict } from '../ui/verdict.tsx';
import { useDictionaryWords } from './attribute-words.tsx';
import { changeWords } from './change-list.tsx';
import styles from './dictionary.module.css';

export function WhatAndWhy({ changes }: { readonly changes: readonly PlanChange[] }) {
  const { t, say } = useDictionaryWords();
  return (
    <Panel title={t('history.what')}>
      <ul className={styles.reasons}>
        {changes.map((change, i) => (
          <li key={`${change.reason}-${change.subject}-${String(i)}`}>
            <Verdict tone={change.verdict === 'breaking' ? 'warn' : 'good'}>
              {t(change.verdict === 'breaking' ? 'history.breaking' : 'history.compatible')}
            </Verdict>
            <div>
              <div dir="auto">{changeWords(change, t, say)}</div>
              {change.words?.rule && <div className={styles.soft}>{change.words.rule}</div>}
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
