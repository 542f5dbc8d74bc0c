/** A refusal that explains itself: which rule, on which facts, who can change it, what would pass, and one button. */
import { Button } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { listPurposes } from '../../src/governance/contract.ts';
import type { Decision, ExplainedDecision } from '../../src/platform/decision.ts';
import { ProblemError } from '../../src/platform/http/call.ts';
import { useEndpoint } from '../api.ts';
import { hasWord, useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { FactList } from './fact-list.tsx';
import { To } from './to.tsx';
import { Code } from './values.tsx';
import styles from './decision-card.module.css';

/** The decision a problem carries, if it carries one. */
export function decisionOf(error: unknown): ExplainedDecision | undefined {
  if (!(error instanceof ProblemError)) return undefined;
  return error.problem['decision'] as ExplainedDecision | undefined;
}

interface DecisionCardProps {
  readonly decision: ExplainedDecision;
  /** The one thing to do now; without it, what the remedy says, or the way back to one's work. */
  readonly action?: ReactNode;
}

export function DecisionCard({ decision, action }: DecisionCardProps) {
  const [room = 'platform'] = decision.rule.split('/');
  const { t } = useWords(room);
  const { reason, remedy, whoCanChange } = decision.words;
  return (
    <section className={styles.card} aria-labelledby="decision-title" data-testid="decision">
      <div className={styles.mark}>
        <IconLock size={22} stroke={1.8} aria-hidden />
      </div>
      <div className={styles.body}>
        <h2 className={styles.title} id="decision-title">
          {t('web:decision.refused')}
        </h2>
        <p className={styles.reason}>{reason}</p>
        <FactList
          facts={[
            [t('web:decision.facts'), <Facts key="facts" decision={decision} />],
            ...(whoCanChange ? [[t('web:decision.whoCanChange'), whoCanChange] as const] : []),
            ...(remedy ? [[t('web:decision.remedy'), remedy] as const] : []),
            [t('web:decision.rule'), <Code key="rule">{decision.rule}</Code>],
          ]}
        />
        <div className={styles.action} data-no-print>
          {action ?? <WayOn remedy={decision.remedy} />}
        </div>
      </div>
    </section>
  );
}

// What a request for data would change.
const BY_REQUEST = new Set(['agreement', 'agreement-for-purpose', 'say-its-purpose', 'ask-for-mode', 'ask-for-fields']);

/** Where an agreement would pass, the way to ask for one; else back to one's work. */
function WayOn({ remedy }: { readonly remedy: string | undefined }) {
  const { t } = useWords();
  const asks = remedy !== undefined && BY_REQUEST.has(remedy);
  // The register of the page that was refused: the form opens with it filled in.
  const { register } = useParams({ strict: false });
  return (
    <Button component={To} to={asks ? paths.newRequest(register) : paths.work()} variant="filled" plain>
      {t(asks ? 'web:decision.ask' : 'web:decision.goToWork')}
    </Button>
  );
}

/** A purpose by its name; by its code where the list does not have it, or may not be read. */
function PurposeName({ code }: { readonly code: string }) {
  const { say } = useWords();
  const purposes = useEndpoint(listPurposes, {});
  const found = purposes.data?.purposes.find((purpose) => purpose.code === code);
  return <>{found ? say(found.names) : code}</>;
}

/** Each fact with its name from the rule's own room (`facts.<name>`), in the reader's language. */
function Facts({ decision }: { readonly decision: Decision }) {
  const [room = 'platform'] = decision.rule.split('/');
  const { t, say } = useWords(room);
  const facts = Object.entries(decision.facts).filter(([, value]) => value !== null && value !== '');
  if (facts.length === 0) return <>{t('web:decision.noFacts')}</>;
  const nameOf = (name: string) =>
    [`${room}:facts.${name}`, `web:facts.${name}`].filter(hasWord).map((key) => t(key))[0] ?? name;
  return (
    <ul className={styles.facts}>
      {facts.map(([name, value]) => (
        <li key={name}>
          {nameOf(name)}:{' '}
          <bdi>
            {name === 'purposeCode' ? (
              <PurposeName code={String(value)} />
            ) : typeof value === 'object' ? (
              say(value)
            ) : (
              String(value)
            )}
          </bdi>
        </li>
      ))}
    </ul>
  );
}
