/** A proposal's changes in words, and what stands against it: findings, twins, references that lead nowhere. */
import type { ProposalPage } from '../../../src/dictionary/proposals/proposal-contract.ts';
import { useWords } from '../../i18n.ts';
import { FactList } from '../../ui/fact-list.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Code, Num } from '../../ui/values.tsx';
import { State } from '../../ui/verdict.tsx';
import { useDictionaryWords } from '../attribute-words.tsx';
import { ChangeList } from '../change-list.tsx';
import { FindingsList } from './findings-list.tsx';
import { TwinsList } from './twins-list.tsx';

interface Props {
  readonly proposal: ProposalPage;
}

export function ProposalInWords({ proposal }: Props) {
  const { t } = useDictionaryWords();
  const { difference, currentRelease } = proposal;
  if (!difference) {
    return (
      <Panel title={t('review.changes')}>
        <EmptyState title={t('review.notYet')}>{t('review.notYetWords')}</EmptyState>
      </Panel>
    );
  }
  const { changes, renames, total } = difference;
  return (
    <Panel title={t('review.changes')} note={t('web:release.changeCount', { count: total })}>
      {total === 0 ? (
        <EmptyState title={t('review.nothing')}>{t('review.nothingWords')}</EmptyState>
      ) : (
        <ChangeList
          label={t('review.changes')}
          beforeHead={t('editor.inForce', { number: currentRelease })}
          afterHead={t('editor.proposed')}
          changes={changes}
          renames={renames}
        />
      )}
      {total > changes.length && <Notice>{t('review.firstOf', { shown: changes.length, count: total })}</Notice>}
    </Panel>
  );
}

export function ProposalFindings({ proposal }: Props) {
  const { t } = useDictionaryWords();
  const { say } = useWords();
  const { findings, twins, unresolved, number } = proposal;
  return (
    <>
      <Panel title={t('editor.checks')} note={<Num value={findings.errors + findings.warnings} />}>
        {findings.items.length === 0 ? (
          <State tone="good">{t('editor.sound')}</State>
        ) : (
          <FindingsList findings={findings.items} proposal={number} />
        )}
      </Panel>
      {twins.map((one) => (
        <Panel
          key={`${one.kind}-${one.key}`}
          title={t('twins.of', { name: say(one.names) })}
          note={<Code>{one.key}</Code>}
        >
          <TwinsList twins={one.twins} />
        </Panel>
      ))}
      {unresolved.length > 0 && (
        <Panel title={t('review.unresolved')} note={<Num value={unresolved.length} />}>
          <FactList
            facts={unresolved.map(({ element, target }) => [
              <Code key="element">{element}</Code>,
              <Code key="target" soft>
                {target}
              </Code>,
            ])}
          />
        </Panel>
      )}
    </>
  );
}
